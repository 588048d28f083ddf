"""aioredis: pools of 1.x that are opened by functions, and the clients of 2.x, which redis-py took over as redis.asyncio."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_ENDLESS = 2**31
_PARTS = (
    ("host", "host"),
    ("port", "port"),
    ("db", "dbname"),
    ("username", "user"),
    ("password", "password"),
    ("unix_socket_path", "host"),
)
_CONNECTION = (
    Parameter("socket_timeout", "statement_timeout", Unit.SECONDS),
    Parameter("socket_connect_timeout", "connect_timeout", Unit.SECONDS),
    Parameter("socket_keepalive", "keepalive", defaults=(Default(value=False),)),
    Parameter("health_check_interval", "health_check", defaults=(Default(0),)),
)
_PLAIN = (
    Parameter(
        "max_connections", "max_size", defaults=(Default(_ENDLESS),), unlimited=(_ENDLESS,), values=((None, _ENDLESS), (0, None))
    ),
    *_CONNECTION,
)
_BLOCKING = (
    Parameter("max_connections", "max_size", defaults=(Default(50),)),
    Parameter("timeout", "acquire_timeout", Unit.SECONDS, (Default(20),), disabled=(None,)),
    *_CONNECTION,
)
_SIZES = (
    Parameter("minsize", "min_size", defaults=(Default(1),)),
    Parameter("maxsize", "max_size", defaults=(Default(10),)),
)


def _first(callees: tuple[str, ...], timeout: str, *, pooled: bool) -> Constructor:
    """A function of 1.x; its address is a string, or a tuple of host and port."""
    opening = Parameter(timeout, "connect_timeout", Unit.SECONDS)
    return Constructor(
        callees=callees,
        kind="pool" if pooled else "connection",
        driver="aioredis",
        dsn_position=0,
        dsn_keywords=("address",),
        parts=(("address", "address"), ("db", "dbname"), ("password", "password")),
        parameters=(*_SIZES, opening) if pooled else (opening,),
        fixed_pooling=pooled,
    )


def _second(names: tuple[str, ...], parameters: tuple[Parameter, ...], *, by_url: bool) -> Constructor:
    roots = ("aioredis", "aioredis.client" if "Redis" in names[0] else "aioredis.connection")
    named = tuple(f"{root}.{name}" for root in roots for name in names)
    return Constructor(
        callees=(*named, "aioredis.from_url", "aioredis.utils.from_url") if names[0] == "Redis.from_url" else named,
        kind="pool",
        driver="aioredis",
        dsn_position=0 if by_url else None,
        dsn_keywords=("url",) if by_url else (),
        parts=() if by_url else _PARTS,
        positions=("max_connections", "timeout") if names == ("BlockingConnectionPool",) else (),
        parameters=parameters,
        ready_pool=("connection_pool",),
        url_wins=by_url,
        fixed_pooling=True,
    )


CLIENT = Client(
    name="aioredis",
    title="aioredis",
    language="python",
    engines=("redis",),
    packages=("pypi:aioredis",),
    prepares=Prepares.NEVER,
    minimum_above="refused",
    default_port=6379,
    constructors=(
        _first(("aioredis.create_redis_pool", "aioredis.commands.create_redis_pool"), "timeout", pooled=True),
        _first(("aioredis.create_pool", "aioredis.pool.create_pool"), "create_connection_timeout", pooled=True),
        _first(("aioredis.create_redis", "aioredis.commands.create_redis"), "timeout", pooled=False),
        _first(("aioredis.create_connection", "aioredis.connection.create_connection"), "timeout", pooled=False),
        _second(("Redis", "StrictRedis"), _PLAIN, by_url=False),
        _second(("Redis.from_url", "StrictRedis.from_url"), _PLAIN, by_url=True),
        _second(("ConnectionPool",), _PLAIN, by_url=False),
        _second(("ConnectionPool.from_url",), _PLAIN, by_url=True),
        _second(("BlockingConnectionPool",), _BLOCKING, by_url=False),
        _second(("BlockingConnectionPool.from_url",), _BLOCKING, by_url=True),
    ),
    driver_parameters=_CONNECTION,
    url_parameters=(
        Parameter("max_connections", "max_size", unlimited=(_ENDLESS,), values=((0, None),)),
        *(Parameter(each.name, each.field, each.unit) for each in _CONNECTION),
    ),
    notes=(
        "create_redis_pool and its like exist in 1.x only, the classes with a URL in 2.x only.",
        "A pool of 1.x waits for a free connection without limit; a plain ConnectionPool of 2.x raises at once when it is empty.",
        "Only BlockingConnectionPool waits in 2.x.",
        "The last release, 2.0.1, cannot be imported from Python 3.11 on; redis.asyncio took its place.",
    ),
    sources=(
        Reference("https://github.com/aio-libs/aioredis-py/blob/v1.3.1/aioredis/pool.py", "1.3.1", "2026-11-21"),
        Reference("https://github.com/aio-libs/aioredis-py/blob/v1.3.1/aioredis/commands/__init__.py", "1.3.1", "2026-11-21"),
        Reference("https://github.com/aio-libs/aioredis-py/blob/v2.0.1/aioredis/client.py", "2.0.1", "2026-11-21"),
        Reference("https://github.com/aio-libs/aioredis-py/blob/v2.0.1/aioredis/connection.py", "2.0.1", "2026-11-21"),
    ),
)
