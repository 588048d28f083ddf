"""TypeORM: a data source above pg or mysql2; `extra` goes to the driver and wins."""

from __future__ import annotations

from poolaudit.catalog import node_pg
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_POOL = (
    Parameter("extra.max", "max_size", values=((0, None),), engines=("postgresql",)),
    Parameter("extra.connectionLimit", "max_size", engines=("mysql",)),
    Parameter("poolSize", "max_size", defaults=(Default(10),)),
    Parameter("connectTimeoutMS", "acquire_timeout", Unit.MILLIS, disabled=(0,)),
    *node_pg.below("extra", tuple(each for each in (*node_pg.POOL, *node_pg.CONNECTION) if each.name not in ("max", "poolSize"))),
    Parameter("maxQueryExecutionTime", ""),
    Parameter("synchronize", ""),
    Parameter("migrationsRun", ""),
)

CLIENT = Client(
    name="typeorm",
    title="TypeORM",
    language="javascript",
    engines=("postgresql", "mysql"),
    packages=("npm:typeorm",),
    prepares=Prepares.DRIVER,
    triggers=("typeorm",),
    constructors=(
        Constructor(
            callees=(
                "typeorm.DataSource",
                "typeorm.createConnection",
                "@nestjs/typeorm.TypeOrmModule.forRoot",
            ),
            kind="pool",
            objects=True,
            dsn_keywords=("url",),
            parts=(
                ("type", "engine"),
                ("host", "host"),
                ("port", "port"),
                ("username", "user"),
                ("password", "password"),
                ("database", "dbname"),
            ),
            driver_argument="type",
            parameters=_POOL,
            startup_keywords=(*(f"extra.{name}" for name in node_pg.STARTUP),),
            options_argument="extra.options",
            fixed_pooling=True,
        ),
    ),
    dialects=(
        ("postgres", "pg"),
        ("postgresql", "pg"),
        ("cockroachdb", "pg"),
        ("mysql", "mysql2"),
        ("mariadb", "mysql2"),
    ),
    layer_url_parameters=(("pg", node_pg.URL_PARAMETERS),),
    notes=(
        "extra.max beats poolSize.",
        "maxQueryExecutionTime only writes to the log.",
        "connectTimeoutMS is pg's connectionTimeoutMillis.",
    ),
    sources=(
        Reference("https://github.com/typeorm/typeorm/blob/master/src/driver/postgres/PostgresDriver.ts", "1.1.1", "2026-11-20"),
        Reference("https://github.com/typeorm/typeorm/blob/master/src/driver/mysql/MysqlDriver.ts", "1.1.1", "2026-11-20"),
    ),
)
