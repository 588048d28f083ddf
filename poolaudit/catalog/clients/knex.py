"""Knex: tarn's pool above pg and mysql2; milliseconds."""

from __future__ import annotations

from poolaudit.catalog import node_pg
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

PARAMETERS = (
    Parameter("pool.max", "max_size", defaults=(Default(10),)),
    Parameter("pool.min", "min_size", defaults=(Default(2),)),
    Parameter("pool.acquireTimeoutMillis", "acquire_timeout", Unit.MILLIS),
    Parameter("acquireConnectionTimeout", "acquire_timeout", Unit.MILLIS, (Default(60000),)),
    Parameter("pool.createTimeoutMillis", "connect_timeout", Unit.MILLIS, (Default(30000),)),
    Parameter("pool.idleTimeoutMillis", "idle_timeout", Unit.MILLIS, (Default(30000),)),
    Parameter("pool.reapIntervalMillis", ""),
    Parameter("pool.afterCreate", ""),
    Parameter("connection.keepAlive", "keepalive"),
    Parameter("connection.query_timeout", "statement_timeout", Unit.MILLIS),
    Parameter("validateConnection", "health_check", defaults=(Default(value=True),)),
    Parameter("searchPath", ""),
    Parameter("version", ""),
    Parameter("asyncStackTraces", ""),
)

CLIENT = Client(
    name="knex",
    title="Knex.js",
    language="javascript",
    engines=("postgresql", "mysql", "sqlite", "mssql"),
    packages=("npm:knex",),
    prepares=Prepares.DRIVER,
    minimum_above="refused",
    triggers=("knex",),
    constructors=(
        Constructor(
            callees=("knex", "knex.knex", "knex.default", "knex.Knex"),
            kind="pool",
            objects=True,
            overloads=(("configuration",),),
            dsn_keywords=("connection", "connection.connectionString"),
            parts=(
                ("client", "engine"),
                ("connection.host", "host"),
                ("connection.port", "port"),
                ("connection.user", "user"),
                ("connection.password", "password"),
                ("connection.database", "dbname"),
            ),
            driver_argument="client",
            parameters=PARAMETERS,
            startup_keywords=tuple(f"connection.{name}" for name in node_pg.STARTUP),
            options_argument="connection.options",
            fixed_pooling=True,
        ),
    ),
    dialects=(
        ("pg", "pg"),
        ("postgres", "pg"),
        ("postgresql", "pg"),
        ("cockroachdb", "pg"),
        ("pgnative", "pg"),
        ("mysql2", "mysql2"),
        ("mysql", "mysql2"),
    ),
    notes=(
        "The smaller of acquireConnectionTimeout and pool.acquireTimeoutMillis counts.",
        "pool.min is 2, which keeps two connections open without traffic.",
        "searchPath and pool.afterCreate are session state.",
    ),
    sources=(
        Reference("https://github.com/knex/knex/blob/master/lib/client.js", "3.3.0", "2026-11-20"),
        Reference("https://github.com/Vincit/tarn.js/blob/master/src/Pool.ts", "3.1.2", "2026-11-20"),
    ),
)
