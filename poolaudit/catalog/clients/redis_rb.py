"""redis-rb and what Rails and Sidekiq open with it: one socket for each client, pools around it."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Parameter, Prepares, Reference, Unit

_PARTS = (
    ("host", "host"),
    ("port", "port"),
    ("username", "user"),
    ("password", "password"),
    ("db", "dbname"),
    ("path", "host"),
)
_SOCKET = (
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS),
    Parameter("timeout", ""),
    Parameter("read_timeout", ""),
    Parameter("write_timeout", ""),
    Parameter("reconnect_attempts", ""),
    Parameter("ssl_params", ""),
    Parameter("driver", ""),
)

CLIENT = Client(
    name="redis_rb",
    title="redis-rb",
    language="ruby",
    engines=("redis",),
    packages=("gem:redis", "gem:redis-client"),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=("Redis.new",),
    constructors=(
        Constructor(
            callees=("Redis.new", "::Redis.new"),
            kind="connection",
            driver="redis_rb",
            objects=True,
            dsn_keywords=("url",),
            dsn_environment=("REDIS_URL",),
            parts=_PARTS,
            parameters=_SOCKET,
            fixed_pooling=False,
        ),
        Constructor(
            callees=("cable.yml",),
            kind="connection",
            driver="redis_rb",
            dsn_keywords=("url",),
            parts=_PARTS,
            parameters=(*_SOCKET, Parameter("channel_prefix", ""), Parameter("id", "")),
            fixed_pooling=False,
        ),
        Constructor(
            callees=("config.cache_store",),
            kind="pool",
            driver="redis_rb",
            dsn_keywords=("url",),
            parts=_PARTS,
            parameters=(
                Parameter("pool.size", "max_size", varies="5 from Rails 7.1 on, and one connection before"),
                Parameter("pool_size", "max_size"),
                Parameter("pool.timeout", "acquire_timeout", Unit.SECONDS),
                Parameter("pool_timeout", "acquire_timeout", Unit.SECONDS),
                Parameter("pool", ""),
                Parameter("namespace", ""),
                Parameter("expires_in", ""),
                Parameter("error_handler", ""),
                *_SOCKET,
            ),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("Sidekiq: config.redis",),
            kind="pool",
            driver="redis_rb",
            dsn_keywords=("url",),
            parts=_PARTS,
            parameters=(
                Parameter("size", "max_size", varies="the number of Sidekiq's threads, and 5 in what only enqueues"),
                Parameter("pool_timeout", "acquire_timeout", Unit.SECONDS),
                Parameter("network_timeout", ""),
                *_SOCKET,
            ),
            fixed_pooling=True,
        ),
    ),
    notes=(
        "Rails wraps the client of its cache in a pool of its own from 7.1 on; Action Cable holds one connection for subscriptions.",
        "Sidekiq makes its pools itself, and takes the address from REDIS_URL where nothing is configured.",
    ),
    sources=(
        Reference("https://rubydoc.info/docs/rails/7.2.2/ActiveSupport/Cache/RedisCacheStore:initialize", "7.2.2", "2026-11-21"),
        Reference("https://apidock.com/rails/v8.1.1/ActiveSupport/Cache/RedisCacheStore/new/class", "8.1.1", "2026-11-21"),
        Reference("https://github.com/sidekiq/sidekiq/wiki/Using-Redis", "2023-07-06", "2026-11-21"),
    ),
)
