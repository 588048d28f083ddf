"""psycopg_pool: pools of psycopg 3 connections."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

_COMMON = (
    Parameter("timeout", "acquire_timeout", Unit.SECONDS, (Default(30),)),
    Parameter("max_waiting", ""),
    Parameter("reconnect_timeout", ""),
    Parameter("num_workers", ""),
    Parameter("check", "health_check", defaults=(Default(value=False),), callable=True),
    Parameter("open", ""),
    Parameter("kwargs", ""),
)
_POOL = (
    Parameter("min_size", "min_size", defaults=(Default(4),)),
    Parameter("max_size", "max_size", follows="min_size"),
    Parameter("max_idle", "idle_timeout", Unit.SECONDS, (Default(600),)),
    Parameter("max_lifetime", "max_lifetime", Unit.SECONDS, (Default(3600),)),
    *_COMMON,
)
_NULL = (
    Parameter("min_size", "min_size", defaults=(Default(0),)),
    Parameter("max_size", "max_size", defaults=(Default(0),), unlimited=(0,)),
    *_COMMON,
)


def _constructor(*callees: str, pooled: bool, check: str) -> Constructor:
    return Constructor(
        callees=callees,
        kind="pool",
        driver="psycopg",
        dsn_position=0,
        dsn_keywords=("conninfo",),
        parameters=_POOL if pooled else _NULL,
        driver_arguments="kwargs",
        fixed_pooling=pooled,
        liveness_on=(Edit("check", check),),
    )


CLIENT = Client(
    name="psycopg_pool",
    title="psycopg_pool",
    language="python",
    engines=("postgresql",),
    packages=("pypi:psycopg-pool",),
    prepares=Prepares.DRIVER,
    minimum_above="refused",
    default_port=5432,
    libpq=True,
    constructors=(
        _constructor(
            "psycopg_pool.ConnectionPool",
            "psycopg_pool.pool.ConnectionPool",
            pooled=True,
            check="ConnectionPool.check_connection",
        ),
        _constructor(
            "psycopg_pool.AsyncConnectionPool",
            "psycopg_pool.pool_async.AsyncConnectionPool",
            pooled=True,
            check="AsyncConnectionPool.check_connection",
        ),
        _constructor(
            "psycopg_pool.NullConnectionPool",
            "psycopg_pool.null_pool.NullConnectionPool",
            pooled=False,
            check="NullConnectionPool.check_connection",
        ),
        _constructor(
            "psycopg_pool.AsyncNullConnectionPool",
            "psycopg_pool.null_pool_async.AsyncNullConnectionPool",
            pooled=False,
            check="AsyncNullConnectionPool.check_connection",
        ),
    ),
    url_parameters=libpq.PARAMETERS,
    liveness_on=(Edit("check", "ConnectionPool.check_connection"),),
    notes=(
        "max_size=None means min_size: a fixed pool. In the null pools 0 means no limit.",
        "max_size below 4 without min_size is refused.",
        "check exists from 3.2 on.",
    ),
    sources=(
        Reference("https://www.psycopg.org/psycopg3/docs/api/pool.html", "3.3.3", "2026-11-20"),
        Reference("https://github.com/psycopg/psycopg/blob/master/psycopg_pool/psycopg_pool/base.py", "3.3.3", "2026-11-20"),
        Reference("run: default and prepare_threshold=None behind PgBouncer 1.25.2", "3.3.3", "2026-11-20", "run"),
    ),
)
