"""MikroORM: Knex's pool up to 6, pg's own from 7 on."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

CLIENT = Client(
    name="mikro_orm",
    title="MikroORM",
    language="javascript",
    engines=("postgresql", "mysql", "sqlite"),
    packages=("npm:@mikro-orm/core", "npm:@mikro-orm/postgresql"),
    prepares=Prepares.DRIVER,
    triggers=("@mikro-orm/",),
    constructors=(
        Constructor(
            callees=tuple(
                f"{module}.MikroORM.{name}"
                for module in ("@mikro-orm/core", "@mikro-orm/postgresql")
                for name in ("init", "initSync")
            ),
            kind="pool",
            objects=True,
            overloads=(("configuration",),),
            dsn_keywords=("clientUrl",),
            parts=(
                ("host", "host"),
                ("port", "port"),
                ("user", "user"),
                ("password", "password"),
                ("dbName", "dbname"),
            ),
            parameters=(
                Parameter("pool.max", "max_size", defaults=(Default(10),)),
                Parameter("pool.min", "min_size", defaults=(Default(2), Default(0, "7.0"))),
                Parameter(
                    "pool.idleTimeoutMillis", "idle_timeout", Unit.MILLIS, (Default(30000), Default(10000, "7.0")), disabled=(0,)
                ),
                Parameter("pool.acquireTimeoutMillis", "acquire_timeout", Unit.MILLIS, (Default(60000), Default(None, "7.0"))),
                Parameter("sessionContext", ""),
                Parameter("driverOptions", ""),
            ),
            fixed_pooling=True,
        ),
    ),
    dialects=(("postgres", "pg"), ("postgresql", "pg"), ("mysql", "mysql2")),
    notes=("sessionContext 'connection' runs RESET ALL and SET ROLE at every acquire (7).",),
    sources=(
        Reference("https://www.npmjs.com/package/@mikro-orm/core", "6.6.16, 7.2.2", "2026-11-20"),
        Reference("https://www.npmjs.com/package/@mikro-orm/postgresql", "6.6.17, 7.2.5", "2026-11-20"),
    ),
)
