"""Peewee: one connection per thread, or a pool with a class of its own."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

_PARTS = (*libpq.PARTS, ("database", "dbname"), ("passwd", "password"), ("unix_socket", "host"))
_POOL = (
    Parameter("max_connections", "max_size", defaults=(Default(20),), unlimited=(0, None)),
    Parameter("stale_timeout", "max_lifetime", Unit.SECONDS),
    Parameter("timeout", "acquire_timeout", Unit.SECONDS, disabled=(0, None)),
)


def _opens(driver: str, callees: tuple[str, ...], *, pooled: bool) -> Constructor:
    postgresql = driver in ("psycopg2", "psycopg")
    return Constructor(
        callees=callees,
        kind="pool" if pooled else "connection",
        driver=driver,
        positions=("database",),
        parts=_PARTS,
        parameters=_POOL if pooled else (),
        driver_arguments="**",
        options_argument="options" if postgresql else "",
        startup_keywords=("application_name",) if postgresql else (),
        fixed_pooling=pooled,
    )


CLIENT = Client(
    name="peewee",
    title="Peewee",
    language="python",
    engines=("postgresql", "mysql"),
    packages=("pypi:peewee",),
    prepares=Prepares.DRIVER,
    constructors=(
        _opens(
            "psycopg2",
            (
                "playhouse.pool.PooledPostgresqlDatabase",
                "playhouse.pool.PooledPostgresqlExtDatabase",
                "playhouse.postgres_ext.PooledPostgresqlExtDatabase",
            ),
            pooled=True,
        ),
        _opens(
            "psycopg2",
            ("peewee.PostgresqlDatabase", "playhouse.postgres_ext.PostgresqlExtDatabase"),
            pooled=False,
        ),
        _opens(
            "psycopg",
            ("playhouse.pool.PooledPsycopg3Database", "playhouse.postgres_ext.PooledPsycopg3Database"),
            pooled=True,
        ),
        _opens(
            "psycopg",
            ("playhouse.psycopg3_ext.Psycopg3Database", "playhouse.postgres_ext.Psycopg3Database"),
            pooled=False,
        ),
        _opens("pymysql", ("playhouse.pool.PooledMySQLDatabase",), pooled=True),
        _opens("pymysql", ("peewee.MySQLDatabase",), pooled=False),
        Constructor(
            callees=("playhouse.db_url.connect",),
            kind="pool",
            dsn_position=0,
            dsn_keywords=("url",),
            driver_arguments="**",
        ),
    ),
    dialects=(
        ("postgres", "psycopg2"),
        ("postgresql", "psycopg2"),
        ("postgres+pool", "psycopg2"),
        ("postgresql+pool", "psycopg2"),
        ("postgresext", "psycopg2"),
        ("postgresqlext", "psycopg2"),
        ("postgresext+pool", "psycopg2"),
        ("postgresqlext+pool", "psycopg2"),
        ("psycopg3", "psycopg"),
        ("psycopg3+pool", "psycopg"),
        ("mysql", "pymysql"),
        ("mysql+pool", "pymysql"),
        ("mysqlconnector", "mysql_connector"),
        ("mysqlconnector+pool", "mysql_connector"),
    ),
    url_parameters=(
        Parameter("max_connections", "max_size", unlimited=(0,)),
        Parameter("stale_timeout", "max_lifetime", Unit.SECONDS),
        Parameter("timeout", "acquire_timeout", Unit.SECONDS, disabled=(0,)),
        *libpq.PARAMETERS,
    ),
    prepares_off=(("", (Edit("prepare_threshold", "None"),)),),
    notes=(
        "timeout=None raises at once when the pool is exhausted; 0 waits for ever.",
        "stale_timeout counts from opening.",
        "With psycopg 3 the driver's own threshold of five executions holds.",
    ),
    sources=(
        Reference("https://docs.peewee-orm.com/en/latest/peewee/playhouse.html#connection-pool", "4.5.3", "2026-11-20"),
        Reference("https://github.com/coleifer/peewee/blob/master/playhouse/pool.py", "4.5.3", "2026-11-20"),
        Reference("https://github.com/coleifer/peewee/blob/master/playhouse/db_url.py", "4.5.3", "2026-11-20"),
    ),
)
