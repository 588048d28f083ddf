"""aiopg: asyncio pools above psycopg2."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARTS = (*libpq.PARTS, ("database", "dbname"))
_TIMEOUT = (
    Parameter("timeout", "connect_timeout", Unit.SECONDS, (Default(60),)),
    Parameter("timeout", "statement_timeout", Unit.SECONDS, (Default(60),)),
)
_POOL = (
    Parameter("minsize", "min_size", defaults=(Default(1),)),
    Parameter("maxsize", "max_size", defaults=(Default(10),), unlimited=(0,)),
    Parameter("pool_recycle", "idle_timeout", Unit.SECONDS, (Default(-1),), disabled=(-1,)),
    *_TIMEOUT,
)


def _opens(kind: str, *callees: str) -> Constructor:
    pooled = kind != "connection"
    return Constructor(
        callees=callees,
        kind=kind,
        driver="aiopg",
        dsn_position=0,
        dsn_keywords=("dsn",),
        parts=_PARTS,
        parameters=(*(_POOL if pooled else _TIMEOUT), *libpq.KEYWORDS),
        options_argument="options",
        startup_keywords=("application_name",),
        fixed_pooling=pooled,
    )


CLIENT = Client(
    name="aiopg",
    title="aiopg",
    language="python",
    engines=("postgresql",),
    packages=("pypi:aiopg",),
    prepares=Prepares.NEVER,
    minimum_above="refused",
    default_port=5432,
    libpq=True,
    constructors=(
        _opens("pool", "aiopg.create_pool", "aiopg.pool.create_pool"),
        _opens("engine", "aiopg.sa.create_engine", "aiopg.sa.engine.create_engine"),
        _opens("connection", "aiopg.connect", "aiopg.connection.connect"),
    ),
    driver_parameters=(*_TIMEOUT, *libpq.KEYWORDS),
    url_parameters=libpq.PARAMETERS,
    notes=("timeout is one value for connecting and for every operation.", "pool_recycle counts from the last use."),
    sources=(
        Reference("https://github.com/aio-libs/aiopg/blob/master/aiopg/pool.py", "1.4.0", "2026-11-20"),
        Reference("https://github.com/aio-libs/aiopg/blob/master/aiopg/connection.py", "1.4.0", "2026-11-20"),
    ),
)
