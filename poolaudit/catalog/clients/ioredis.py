"""ioredis: one socket for each object, opened by the constructor."""

from __future__ import annotations

from dataclasses import replace

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARAMETERS = (
    Parameter("connectTimeout", "connect_timeout", Unit.MILLIS, (Default(10000),)),
    Parameter("commandTimeout", "statement_timeout", Unit.MILLIS),
    Parameter("keepAlive", "keepalive", defaults=(Default(0), Default(30000, "6.0"))),
    Parameter("maxRetriesPerRequest", ""),
    Parameter("enableReadyCheck", ""),
    Parameter("enableOfflineQueue", ""),
    Parameter("lazyConnect", ""),
    Parameter("retryStrategy", ""),
    Parameter("tls", ""),
)

CLIENT = Client(
    name="ioredis",
    title="ioredis",
    language="javascript",
    engines=("redis",),
    packages=("npm:ioredis",),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=("ioredis",),
    constructors=(
        Constructor(
            callees=("ioredis", "ioredis.Redis", "ioredis.default"),
            kind="connection",
            driver="ioredis",
            objects=True,
            overloads=(("url",), ("port", "host")),
            dsn_keywords=("url",),
            parts=(
                ("host", "host"),
                ("port", "port"),
                ("path", "host"),
                ("username", "user"),
                ("password", "password"),
                ("db", "dbname"),
            ),
            factories=("sentinels",),
            parameters=_PARAMETERS,
            fixed_pooling=False,
        ),
        Constructor(
            callees=("ioredis.Cluster", "ioredis.Redis.Cluster", "ioredis.default.Cluster"),
            kind="connection",
            driver="ioredis",
            objects=True,
            overloads=(("startupNodes",),),
            dsn_keywords=("startupNodes.0",),
            factories=("startupNodes",),
            parts=(
                ("startupNodes.0.host", "host"),
                ("startupNodes.0.port", "port"),
                ("redisOptions.username", "user"),
                ("redisOptions.password", "password"),
            ),
            parameters=tuple(replace(each, name=f"redisOptions.{each.name}") for each in _PARAMETERS),
            fixed_pooling=False,
        ),
    ),
    url_parameters=_PARAMETERS,
    notes=(
        "BullMQ's workers need maxRetriesPerRequest: null.",
        "Subscribing and blocking commands need an object of their own.",
        "With sentinels they say where the server is; host and port of the call are ignored.",
        "A cluster's client keeps one socket to each node; the list names those that it asks first.",
    ),
    sources=(
        Reference("https://github.com/redis/ioredis/blob/main/lib/redis/RedisOptions.ts", "6.0.0", "2026-11-20"),
        Reference("https://github.com/redis/ioredis/blob/main/lib/cluster/ClusterOptions.ts", "6.0.0", "2026-11-21"),
        Reference("https://github.com/redis/ioredis/blob/main/README.md#sentinel", "6.0.0", "2026-11-21"),
    ),
)
