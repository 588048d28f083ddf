"""Jedis: pools of Commons Pool, configured by objects that are handed over."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_JEDIS = "redis.clients.jedis"
_OF_CONNECTIONS = (
    Parameter("connectionTimeoutMillis", "connect_timeout", Unit.MILLIS, (Default(2_000),)),
    Parameter("socketTimeoutMillis", "statement_timeout", Unit.MILLIS, (Default(2_000),)),
    Parameter("timeout", "statement_timeout", Unit.MILLIS),
)
_PARAMETERS = (
    Parameter("maxTotal", "max_size", defaults=(Default(8),), unlimited=(-1,)),
    Parameter("minIdle", "min_size", defaults=(Default(0),)),
    Parameter("maxIdle", ""),
    Parameter("maxWaitMillis", "acquire_timeout", Unit.MILLIS, (Default(-1),), disabled=(-1,)),
    Parameter("maxWait", "acquire_timeout", Unit.MILLIS, disabled=(-1,)),
    Parameter("testOnBorrow", "health_check", defaults=(Default(value=False),)),
    Parameter("testWhileIdle", ""),
    Parameter("blockWhenExhausted", ""),
    Parameter("minEvictableIdleTimeMillis", ""),
    Parameter("minEvictableIdleDuration", ""),
    Parameter("timeBetweenEvictionRunsMillis", ""),
    Parameter("timeBetweenEvictionRuns", ""),
    *_OF_CONNECTIONS,
)
_CONFIGS = (
    *(
        (name, ())
        for name in (
            f"{_JEDIS}.JedisPoolConfig",
            f"{_JEDIS}.ConnectionPoolConfig",
            "org.apache.commons.pool2.impl.GenericObjectPoolConfig",
            f"{_JEDIS}.DefaultJedisClientConfig.builder",
        )
    ),
    (f"{_JEDIS}.HostAndPort", ("host", "port")),
)
_POOL_SETTERS = (
    *((f"set{each.name[0].upper()}{each.name[1:]}", each.name) for each in _PARAMETERS if each not in _OF_CONNECTIONS),
    ("setMaxWaitDuration", "maxWait"),
)
_BUILDER = (
    ("connectionTimeoutMillis", "connectionTimeoutMillis"),
    ("socketTimeoutMillis", "socketTimeoutMillis"),
    ("timeoutMillis", "timeout"),
)
_WHO = (("database", "database"), ("user", "user"), ("password", "password"))
_PARTS = (("host", "host"), ("port", "port"), ("user", "user"), ("password", "password"), ("database", "dbname"))

CLIENT = Client(
    name="jedis",
    title="Jedis",
    language="java",
    engines=("redis",),
    packages=("maven:redis.clients:jedis",),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=(_JEDIS,),
    constructors=(
        *(
            Constructor(
                callees=(f"{_JEDIS}.{name}",),
                kind=kind,
                driver="jedis",
                dsn_keywords=("url",),
                parts=_PARTS,
                parameters=_PARAMETERS if kind == "pool" else _OF_CONNECTIONS,
                setters=(*(_POOL_SETTERS if kind == "pool" else ()), *_BUILDER, *_WHO),
                overloads=(("url",), ("host", "port"), ("host", "port", "timeout"), ("host", "port", "timeout", "password")),
                openers=_CONFIGS,
                holders=True,
                ready_pool=() if kind == "pool" else ("url",),  # `new Jedis(connection)` opens none
                needs=() if kind == "pool" else ("url", "host"),
                fixed_pooling=kind == "pool",
            )
            for name, kind in (("JedisPool", "pool"), ("JedisPooled", "pool"), ("Jedis", "connection"))
        ),
        *(
            Constructor(
                callees=(f"{_JEDIS}.{name}",),
                kind="pool",
                driver="jedis",
                dsn_keywords=("nodes",),
                parameters=_PARAMETERS,
                openers=_CONFIGS,
                holders=True,
                discovers=why,
                setters=(*_POOL_SETTERS, *_BUILDER),
                fixed_pooling=True,
            )
            for name, why in (
                ("JedisSentinelPool", "its sentinels tell which server leads"),
                ("JedisSentineled", "its sentinels tell which server leads"),
                ("JedisCluster", "its nodes tell of each other"),
            )
        ),
    ),
    notes=(
        "Who finds all connections taken waits for ever unless a longest wait is set.",
        "A cluster has a pool of that size for each of its nodes.",
        "JedisPoolConfig tests idle connections every 30 s and closes those that were idle for 60 s.",
    ),
    sources=(
        Reference("https://redis.github.io/jedis/faq", "6.0", "2026-11-21"),
        Reference(
            "https://commons.apache.org/proper/commons-pool/apidocs/org/apache/commons/pool2/impl/GenericObjectPoolConfig.html",
            "2.12",
            "2026-11-21",
        ),
    ),
)
