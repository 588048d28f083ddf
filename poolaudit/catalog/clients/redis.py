"""redis-py, blocking and asyncio: every client object owns a pool."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARTS = (
    ("host", "host"),
    ("port", "port"),
    ("db", "dbname"),
    ("username", "user"),
    ("password", "password"),
    ("unix_socket_path", "host"),
)
_CONNECTION = (
    Parameter("socket_timeout", "statement_timeout", Unit.SECONDS, (Default(None), Default(5, "8.0.0"))),
    Parameter("socket_connect_timeout", "connect_timeout", Unit.SECONDS, (Default(None), Default(5, "8.0.0"))),
    Parameter("socket_keepalive", "keepalive", defaults=(Default(value=False), Default(value=True, since="8.0.0"))),
    Parameter("health_check_interval", "health_check", defaults=(Default(0),)),
    Parameter("retry_on_timeout", ""),
)
_PLAIN = (
    Parameter(
        "max_connections",
        "max_size",
        defaults=(Default(2**31), Default(100, "8.0.0")),
        unlimited=(2**31,),
        values=((0, None),),
    ),
    *_CONNECTION,
)
_BLOCKING = (
    Parameter("max_connections", "max_size", defaults=(Default(50),)),
    Parameter("timeout", "acquire_timeout", Unit.SECONDS, (Default(20),), disabled=(None,)),
    *_CONNECTION,
)
_ROOTS = ("redis", "redis.asyncio")


def _names(*names: str) -> tuple[str, ...]:
    return tuple(f"{root}.{name}" for root in _ROOTS for name in names)


CLIENT = Client(
    name="redis",
    title="redis-py",
    language="python",
    engines=("redis",),
    packages=("pypi:redis",),
    prepares=Prepares.NEVER,
    default_port=6379,
    constructors=(
        Constructor(
            callees=_names("Redis", "StrictRedis", "client.Redis", "client.StrictRedis"),
            kind="pool",
            driver="redis",
            positions=("host", "port", "db", "password", "socket_timeout", "socket_connect_timeout", "socket_keepalive"),
            parts=_PARTS,
            parameters=_PLAIN,
            ready_pool=("connection_pool",),
            fixed_pooling=True,
        ),
        Constructor(
            callees=_names(
                "from_url",
                "utils.from_url",
                "Redis.from_url",
                "StrictRedis.from_url",
                "client.Redis.from_url",
                "client.StrictRedis.from_url",
            ),
            kind="pool",
            driver="redis",
            dsn_position=0,
            dsn_keywords=("url",),
            parameters=_PLAIN,
            ready_pool=("connection_pool",),
            url_wins=True,
            fixed_pooling=True,
        ),
        Constructor(
            callees=_names("ConnectionPool", "connection.ConnectionPool"),
            kind="pool",
            driver="redis",
            positions=("connection_class", "max_connections"),
            parts=_PARTS,
            parameters=_PLAIN,
            fixed_pooling=True,
        ),
        Constructor(
            callees=_names("ConnectionPool.from_url", "connection.ConnectionPool.from_url"),
            kind="pool",
            driver="redis",
            dsn_position=0,
            dsn_keywords=("url",),
            parameters=_PLAIN,
            url_wins=True,
            fixed_pooling=True,
        ),
        Constructor(
            callees=_names("BlockingConnectionPool", "connection.BlockingConnectionPool"),
            kind="pool",
            driver="redis",
            positions=("max_connections", "timeout"),
            parts=_PARTS,
            parameters=_BLOCKING,
            fixed_pooling=True,
        ),
        Constructor(
            callees=_names("BlockingConnectionPool.from_url", "connection.BlockingConnectionPool.from_url"),
            kind="pool",
            driver="redis",
            dsn_position=0,
            dsn_keywords=("url",),
            parameters=_BLOCKING,
            url_wins=True,
            fixed_pooling=True,
        ),
        Constructor(
            callees=_names("RedisCluster", "cluster.RedisCluster"),
            kind="pool",
            driver="redis",
            positions=("host", "port"),
            dsn_keywords=("url",),
            parts=_PARTS,
            parameters=_PLAIN,
            fixed_pooling=True,
        ),
    ),
    driver_parameters=_CONNECTION,
    url_parameters=(
        Parameter("max_connections", "max_size", unlimited=(2**31,), values=((0, None),)),
        Parameter("timeout", "acquire_timeout", Unit.SECONDS),
        Parameter("socket_timeout", "statement_timeout", Unit.SECONDS),
        Parameter("socket_connect_timeout", "connect_timeout", Unit.SECONDS),
        Parameter("socket_keepalive", "keepalive"),
        Parameter("health_check_interval", "health_check"),
    ),
    notes=(
        "A plain ConnectionPool raises MaxConnectionsError at once; only BlockingConnectionPool waits.",
        "max_connections=0 counts as not given.",
        "max_connections of a cluster is per node.",
    ),
    sources=(
        Reference("https://github.com/redis/redis-py/blob/master/redis/connection.py", "8.1.0", "2026-11-20"),
        Reference("https://github.com/redis/redis-py/blob/master/redis/client.py", "8.1.0", "2026-11-20"),
        Reference("run: defaults read from the imported packages", "5.0.8, 6.4.0, 7.4.1, 8.0.0, 8.1.0", "2026-11-20", "run"),
    ),
)
