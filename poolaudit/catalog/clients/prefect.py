"""Prefect's server: an engine of SQLAlchemy above asyncpg, told by variables."""

from __future__ import annotations

from poolaudit.catalog import sqlalchemy_engines as engines
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_OF = "PREFECT_SERVER_DATABASE_"
_OLD = "PREFECT_API_DATABASE_"
"""Before 3.1; both are still read, and the new one wins."""
_ENGINE = "SQLALCHEMY_"
_BELOW = f"{_ENGINE}CONNECT_ARGS_"
_PARAMETERS = (
    Parameter(f"{_ENGINE}POOL_SIZE", "max_size", defaults=(Default(5),), unlimited=(0,)),
    Parameter(f"{_ENGINE}MAX_OVERFLOW", "max_overflow", defaults=(Default(10),), unlimited=(-1,)),
    Parameter(f"{_ENGINE}POOL_TIMEOUT", "acquire_timeout", Unit.SECONDS, (Default(30),)),
    Parameter(
        f"{_ENGINE}POOL_RECYCLE", "max_lifetime", Unit.SECONDS, disabled=(-1,), varies="an hour in 3.6, without limit in 2.20"
    ),
    Parameter("TIMEOUT", "statement_timeout", Unit.SECONDS, (Default(10),)),
    Parameter("CONNECTION_TIMEOUT", "connect_timeout", Unit.SECONDS, (Default(5),)),
    Parameter("pool_pre_ping", "health_check", defaults=(Default(value=True),)),
    Parameter(f"{_BELOW}STATEMENT_CACHE_SIZE", "statement_cache", defaults=(Default(100),)),
    Parameter(f"{_BELOW}PREPARED_STATEMENT_CACHE_SIZE", "dialect_cache", defaults=(Default(100),)),
)

CLIENT = Client(
    name="prefect",
    title="Prefect",
    language="service",
    engines=("postgresql", "sqlite"),
    packages=("pypi:prefect",),
    prepares=Prepares.DRIVER,
    default_port=5432,
    constructors=(
        Constructor(
            callees=("server.database",),
            kind="engine",
            dsn_keywords=("connection_url",),
            dsn_environment=(f"{_OF}CONNECTION_URL", f"{_OLD}CONNECTION_URL"),
            environment=(
                ("PREFECT_SQLALCHEMY_POOL_SIZE", f"{_ENGINE}POOL_SIZE"),
                ("PREFECT_SQLALCHEMY_MAX_OVERFLOW", f"{_ENGINE}MAX_OVERFLOW"),
                (f"{_OLD}TIMEOUT", "TIMEOUT"),
                (f"{_OLD}CONNECTION_TIMEOUT", "CONNECTION_TIMEOUT"),
                *((f"{_OF}{each.name}", each.name) for each in _PARAMETERS if each.name.isupper()),
            ),
            parameters=_PARAMETERS,
            fixed_pooling=True,
        ),
    ),
    dialects=engines.DIALECTS,
    dsn_readers=(Default("sqlalchemy"),),
    notes=(
        "Workers and agents speak to the server's API and open no connection, unless the server runs inside of them.",
        "-1 for the overflow is no limit, as in SQLAlchemy, although the help text says that it prevents overflow.",
        "A database that is given by host, user and name in variables of their own is not followed.",
    ),
    sources=(
        Reference(
            "https://github.com/PrefectHQ/prefect/blob/main/src/prefect/settings/models/server/database.py",
            "3.9.1, 3.6.0",
            "2026-11-21",
        ),
        Reference(
            "https://github.com/PrefectHQ/prefect/blob/main/src/prefect/server/database/configurations.py",
            "3.9.1, 2.20.16",
            "2026-11-21",
        ),
    ),
)
