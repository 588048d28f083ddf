"""node-redis: one socket for each client; a pool of its own from 5 on."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_SOCKET = (
    Parameter("socket.connectTimeout", "connect_timeout", Unit.MILLIS, (Default(5000),)),
    Parameter("socket.keepAlive", "keepalive", defaults=(Default(value=True),), disabled=(False,)),
    Parameter("pingInterval", ""),
    Parameter("commandsQueueMaxLength", ""),
    Parameter("socket.reconnectStrategy", ""),
)
_PARTS = (
    ("socket.host", "host"),
    ("socket.port", "port"),
    ("username", "user"),
    ("password", "password"),
    ("database", "dbname"),
)

CLIENT = Client(
    name="node_redis",
    title="node-redis",
    language="javascript",
    engines=("redis",),
    packages=("npm:redis", "npm:@redis/client"),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=("'redis'", '"redis"', "@redis/client"),
    constructors=(
        Constructor(
            callees=("redis.createClient", "@redis/client.createClient"),
            kind="connection",
            driver="node_redis",
            objects=True,
            dsn_keywords=("url",),
            parts=_PARTS,
            parameters=_SOCKET,
            fixed_pooling=False,
        ),
        Constructor(
            callees=("redis.createClientPool", "@redis/client.createClientPool"),
            kind="pool",
            driver="node_redis",
            objects=True,
            dsn_keywords=("url",),
            parts=_PARTS,
            parameters=(
                Parameter("minimum", "min_size", defaults=(Default(1),)),
                Parameter("maximum", "max_size", defaults=(Default(100),)),
                Parameter("acquireTimeout", "acquire_timeout", Unit.MILLIS, (Default(3000),)),
                Parameter("cleanupDelay", "idle_timeout", Unit.MILLIS, (Default(3000),)),
                *_SOCKET,
            ),
            fixed_pooling=True,
        ),
    ),
    notes=("@upstash/redis speaks HTTP and holds no connection.",),
    sources=(
        Reference(
            "https://github.com/redis/node-redis/blob/master/packages/client/lib/client/pool.ts", "5.x (03373431)", "2026-11-20"
        ),
    ),
)
