"""asyncmy: asyncio pools of MySQL connections."""

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
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, (Default(10),)),
    Parameter("read_timeout", "statement_timeout", Unit.SECONDS),
    Parameter("init_command", ""),
)
_POOL = (
    Parameter("minsize", "min_size", defaults=(Default(1),)),
    Parameter("maxsize", "max_size", defaults=(Default(10),)),
    Parameter("pool_recycle", "idle_timeout", Unit.SECONDS, (Default(3600),), disabled=(-1,)),
    *_CONNECT,
)

CLIENT = Client(
    name="asyncmy",
    title="asyncmy",
    language="python",
    engines=("mysql",),
    packages=("pypi:asyncmy",),
    prepares=Prepares.NEVER,
    minimum_above="refused",
    default_port=3306,
    constructors=(
        Constructor(
            callees=("asyncmy.create_pool", "asyncmy.pool.create_pool"),
            kind="pool",
            driver="asyncmy",
            parts=_PARTS,
            parameters=_POOL,
            fixed_pooling=True,
        ),
        Constructor(
            callees=("asyncmy.connect", "asyncmy.connection.connect"),
            kind="connection",
            driver="asyncmy",
            parts=_PARTS,
            parameters=_CONNECT,
            fixed_pooling=False,
        ),
    ),
    driver_parameters=_CONNECT,
    notes=("pool.acquire() waits without limit.", "pool_recycle counts from the last use."),
    sources=(Reference("https://github.com/long2ice/asyncmy/blob/dev/asyncmy/pool.pyx", "0.2.18", "2026-11-20"),),
)
