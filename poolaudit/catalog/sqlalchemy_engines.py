"""What an engine of SQLAlchemy takes, shared by the libraries that open one for the code that uses them.

In: where such a library puts the arguments of create_engine (`engine_args.`). Out: `Parameter`s under those names.
"""

from __future__ import annotations

from dataclasses import replace

from poolaudit.catalog import libpq
from poolaudit.catalog.model import AddressPool, Default, Parameter, Unit

POOL = (
    Parameter("pool_size", "max_size", defaults=(Default(5),), unlimited=(0,)),
    Parameter("max_overflow", "max_overflow", defaults=(Default(10),), unlimited=(-1,)),
    Parameter("pool_timeout", "acquire_timeout", Unit.SECONDS, (Default(30),)),
    Parameter("pool_recycle", "max_lifetime", Unit.SECONDS, (Default(-1),), disabled=(-1,)),
    Parameter("pool_pre_ping", "health_check", defaults=(Default(value=False),)),
    Parameter("pool_use_lifo", ""),
    Parameter("pool_reset_on_return", ""),
    Parameter("poolclass", ""),
    Parameter("connect_args", ""),
)
POOL_CLASSES = ("QueuePool", "AsyncAdaptedQueuePool", "FallbackAsyncAdaptedQueuePool", "SingletonThreadPool")
UNPOOLED_CLASSES = ("NullPool",)
SINGLE_CLASSES = ("StaticPool", "AssertionPool")
THREAD_CLASSES = ("SingletonThreadPool",)

_SQLITE = ("sqlite", "sqlite+pysqlite")
_AIOSQLITE = ("sqlite+aiosqlite",)
_FLASK = ("SQLALCHEMY_DATABASE_URI", "SQLALCHEMY_BINDS")
ADDRESS_POOLS = (
    AddressPool(_SQLITE, "StaticPool", in_memory=True, calls=_FLASK),
    AddressPool(_AIOSQLITE, "StaticPool", in_memory=True),
    AddressPool(_SQLITE, "SingletonThreadPool", in_memory=True),
    AddressPool(_AIOSQLITE, "NullPool", until="2.0.38"),
    AddressPool(_SQLITE, "NullPool", until="2.0"),
)
"""What dialects of SQLite take where no `poolclass` is given; files got the usual pool later
(https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#threading-pooling-behavior,
https://docs.sqlalchemy.org/en/20/changelog/changelog_20.html#change-2.0.38; read, and run with 1.4.54, 2.0.37, 2.0.38 and
2.0.44, 2026-11-21). Flask-SQLAlchemy chooses for databases in memory
(https://github.com/pallets-eco/flask-sqlalchemy/blob/3.1.1/src/flask_sqlalchemy/extension.py, run with 3.1.1, 2026-11-21)."""

DIALECTS = (
    ("postgresql+psycopg2", "psycopg2"),
    ("postgresql+psycopg", "psycopg"),
    ("postgresql+psycopg_async", "psycopg"),
    ("postgresql+asyncpg", "asyncpg"),
    ("postgresql+pg8000", "pg8000"),
    ("cockroachdb+psycopg2", "psycopg2"),
    ("cockroachdb+psycopg", "psycopg"),
    ("cockroachdb+asyncpg", "asyncpg"),
    ("mysql+pymysql", "pymysql"),
    ("mysql+aiomysql", "aiomysql"),
    ("mysql+asyncmy", "asyncmy"),
    ("mysql+mysqlconnector", "mysql_connector"),
    ("mariadb+pymysql", "pymysql"),
    ("mariadb+aiomysql", "aiomysql"),
    ("mariadb+asyncmy", "asyncmy"),
)
"""Schemes that name their driver; which one the others mean depends on the release of SQLAlchemy."""

LAYER_PARAMETERS = (
    (
        "asyncpg",
        (
            Parameter("prepared_statement_cache_size", "dialect_cache", defaults=(Default(100),)),
            Parameter("prepared_statement_name_func", "unique_statement_names", defaults=(Default(value=False),), callable=True),
        ),
    ),
)
LAYER_URL_PARAMETERS = (
    (
        "asyncpg",
        (
            Parameter("prepared_statement_cache_size", "dialect_cache"),
            Parameter("command_timeout", "statement_timeout", Unit.SECONDS),
        ),
    ),
    ("psycopg", libpq.PARAMETERS),
    ("psycopg2", libpq.PARAMETERS),
    ("pymysql", (Parameter("connect_timeout", "connect_timeout", Unit.SECONDS),)),
    ("aiomysql", (Parameter("connect_timeout", "connect_timeout", Unit.SECONDS),)),
    ("asyncmy", (Parameter("connect_timeout", "connect_timeout", Unit.SECONDS),)),
)


def pool_in(mapping: str) -> tuple[Parameter, ...]:
    """The pool's parameters as keys of an argument that holds those of the engine."""
    return tuple(replace(each, name=f"{mapping}.{each.name}") for each in POOL)
