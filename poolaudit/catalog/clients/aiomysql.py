"""aiomysql: asyncio pools of MySQL connections."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARTS = (
    ("host", "host"),
    ("port", "port"),
    ("user", "user"),
    ("username", "user"),
    ("password", "password"),
    ("passwd", "password"),
    ("database", "dbname"),
    ("db", "dbname"),
    ("unix_socket", "host"),
)
_CONNECT = (
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, ()),
    Parameter("init_command", ""),
)
_POOL = (
    Parameter("minsize", "min_size", defaults=(Default(1),)),
    Parameter("maxsize", "max_size", defaults=(Default(10),), unlimited=(0,)),
    Parameter("pool_recycle", "idle_timeout", Unit.SECONDS, (Default(-1),), disabled=(-1,)),
    *_CONNECT,
)

CLIENT = Client(
    name="aiomysql",
    title="aiomysql",
    language="python",
    engines=("mysql",),
    packages=("pypi:aiomysql",),
    prepares=Prepares.NEVER,
    minimum_above="refused",
    default_port=3306,
    constructors=(
        Constructor(
            callees=("aiomysql.create_pool", "aiomysql.pool.create_pool"),
            kind="pool",
            driver="aiomysql",
            parts=_PARTS,
            parameters=_POOL,
            fixed_pooling=True,
        ),
        Constructor(
            callees=("aiomysql.sa.create_engine", "aiomysql.sa.engine.create_engine"),
            kind="engine",
            driver="aiomysql",
            parts=_PARTS,
            parameters=_POOL,
            fixed_pooling=True,
        ),
        Constructor(
            callees=("aiomysql.connect", "aiomysql.connection.connect"),
            kind="connection",
            driver="aiomysql",
            parts=_PARTS,
            parameters=_CONNECT,
            fixed_pooling=False,
        ),
    ),
    driver_parameters=_CONNECT,
    notes=("pool.acquire() waits without limit.", "pool_recycle counts from the last use."),
    sources=(Reference("https://github.com/aio-libs/aiomysql/blob/main/aiomysql/pool.py", "0.3.2", "2026-11-20"),),
)
