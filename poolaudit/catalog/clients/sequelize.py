"""Sequelize: a pool of its own above pg and mysql2; durations are milliseconds."""

from __future__ import annotations

from poolaudit.catalog import node_pg
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

PARAMETERS = (
    Parameter("pool.max", "max_size", defaults=(Default(5),)),
    Parameter("pool.min", "min_size", defaults=(Default(0),)),
    Parameter("pool.acquire", "acquire_timeout", Unit.MILLIS, (Default(60000),)),
    Parameter("pool.idle", "idle_timeout", Unit.MILLIS, (Default(10000),)),
    Parameter("pool.evict", ""),
    Parameter("pool.maxUses", ""),
    Parameter("dialectOptions.connectionTimeoutMillis", "connect_timeout", Unit.MILLIS, disabled=(0,)),
    Parameter("dialectOptions.connectTimeout", "connect_timeout", Unit.MILLIS),
    Parameter("dialectOptions.keepAlive", "keepalive"),
    Parameter("dialectOptions.query_timeout", "statement_timeout", Unit.MILLIS),
    Parameter("isConnectionValid", "health_check", defaults=(Default(value=True),)),
    Parameter("keepDefaultTimezone", ""),
    Parameter("clientMinMessages", ""),
    Parameter("logging", ""),
    Parameter("replication", ""),
)

CLIENT = Client(
    name="sequelize",
    title="Sequelize",
    language="javascript",
    engines=("postgresql", "mysql", "sqlite", "mssql"),
    packages=("npm:sequelize", "npm:@sequelize/core"),
    prepares=Prepares.DRIVER,
    triggers=("sequelize",),
    constructors=(
        Constructor(
            callees=(
                "sequelize.Sequelize",
                "sequelize",
                "sequelize-typescript.Sequelize",
                "@sequelize/core.Sequelize",
            ),
            kind="pool",
            objects=True,
            overloads=(("url",), ("database", "username"), ("database", "username", "password")),
            dsn_keywords=("url",),
            parts=(
                ("dialect", "engine"),
                ("host", "host"),
                ("port", "port"),
                ("username", "user"),
                ("user", "user"),
                ("password", "password"),
                ("database", "dbname"),
            ),
            driver_argument="dialect",
            parameters=PARAMETERS,
            startup_keywords=tuple(f"dialectOptions.{name}" for name in node_pg.STARTUP),
            options_argument="dialectOptions.options",
            fixed_pooling=True,
        ),
    ),
    dialects=(
        ("postgres", "pg"),
        ("postgresql", "pg"),
        ("mysql", "mysql2"),
        ("mariadb", "mysql2"),
    ),
    notes=(
        "After each connect it sets client_min_messages and the time zone, and standard_conforming_strings where it is off.",
        "sequelize-cli reads config/config.json or .sequelizerc for migrations.",
    ),
    sources=(
        Reference(
            "https://github.com/sequelize/sequelize/blob/v6/src/dialects/abstract/connection-manager.js", "6.37.3", "2026-11-20"
        ),
        Reference("https://github.com/sequelize/sequelize-pool", "8.0.1", "2026-11-20"),
    ),
)
