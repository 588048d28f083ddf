"""Drizzle ORM: opens a pool only where it is handed a connection string or options instead of a client."""

from __future__ import annotations

from poolaudit.catalog import node_pg
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_POSTGRES_JS = (
    Parameter("connection.prepare", "named_statements", defaults=(Default(value=False),), values=((True, False),)),
    Parameter("connection.max", "max_size", defaults=(Default(10),)),
    Parameter("connection.idle_timeout", "idle_timeout", Unit.SECONDS, disabled=(0,)),
    Parameter("connection.max_lifetime", "max_lifetime", Unit.SECONDS, disabled=(0, None)),
    Parameter("connection.connect_timeout", "connect_timeout", Unit.SECONDS, (Default(30),), disabled=(0,)),
)
_MYSQL = (
    Parameter("connection.connectionLimit", "max_size", defaults=(Default(10),), unlimited=(0,)),
    Parameter("connection.idleTimeout", "idle_timeout", Unit.MILLIS, (Default(60000),), disabled=(0,)),
    Parameter("connection.connectTimeout", "connect_timeout", Unit.MILLIS, (Default(10000),), disabled=(0,)),
)
_PG = node_pg.below("connection", (*node_pg.POOL, *node_pg.CONNECTION))


def _entry(module: str, driver: str, parameters: tuple[Parameter, ...]) -> Constructor:
    return Constructor(
        callees=(f"drizzle-orm/{module}.drizzle",),
        kind="pool",
        driver=driver,
        objects=True,
        overloads=(("connection",),),
        dsn_keywords=("connection", "connection.connectionString", "connection.url", "connection.uri"),
        parts=tuple((f"connection.{name}", part) for name, part in node_pg.PARTS),
        parameters=parameters,
        startup_keywords=tuple(f"connection.{name}" for name in node_pg.STARTUP),
        ready_pool=("client",),
        needs=("connection",),
        fixed_pooling=True,
    )


CLIENT = Client(
    name="drizzle",
    title="Drizzle ORM",
    language="javascript",
    engines=("postgresql", "mysql"),
    packages=("npm:drizzle-orm",),
    prepares=Prepares.DRIVER,
    triggers=("drizzle-orm/",),
    constructors=(
        _entry("node-postgres", "pg", _PG),
        _entry("neon-serverless", "neon_serverless", _PG),
        _entry("postgres-js", "postgres_js", _POSTGRES_JS),
        _entry("mysql2", "mysql2", _MYSQL),
    ),
    layer_url_parameters=(("pg", node_pg.URL_PARAMETERS), ("neon_serverless", node_pg.URL_PARAMETERS)),
    notes=(
        "drizzle(pool) uses the pool that it is given.",
        "Over Postgres.js it sends statements without names; over pg only .prepare('name') names one.",
        "drizzle.config holds the connection string of migrations, not of the program.",
    ),
    sources=(
        Reference("https://orm.drizzle.team/docs/connect-overview", "0.45", "2026-11-20"),
        Reference("https://orm.drizzle.team/docs/perf-serverless", "0.45", "2026-11-20"),
    ),
)
