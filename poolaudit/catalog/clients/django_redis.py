"""Django's caches and channel layers in Redis: clients of redis-py that settings describe."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_ENDLESS = 2**31
_KWARGS = "OPTIONS.CONNECTION_POOL_KWARGS."
_LIMITS = (Default(_ENDLESS), Default(100, "8.0.0"))
_TIMEOUTS = (Default(None), Default(5, "8.0.0"))


def _limit(name: str, defaults: tuple[Default, ...] = ()) -> Parameter:
    return Parameter(name, "max_size", defaults=defaults, unlimited=(_ENDLESS,))


CLIENT = Client(
    name="django_redis",
    title="Django over redis-py",
    language="python",
    engines=("redis",),
    packages=("pypi:redis",),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=("RedisCache", "RedisChannelLayer"),
    constructors=(
        Constructor(
            callees=("CACHES",),
            kind="pool",
            driver="redis",
            dsn_keywords=("LOCATION",),
            parts=(("OPTIONS.PASSWORD", "password"), ("OPTIONS.password", "password")),
            parameters=(
                _limit(f"{_KWARGS}max_connections"),
                _limit("OPTIONS.max_connections", _LIMITS),
                Parameter("OPTIONS.SOCKET_TIMEOUT", "statement_timeout", Unit.SECONDS),
                Parameter(f"{_KWARGS}socket_timeout", "statement_timeout", Unit.SECONDS),
                Parameter("OPTIONS.socket_timeout", "statement_timeout", Unit.SECONDS, _TIMEOUTS),
                Parameter("OPTIONS.SOCKET_CONNECT_TIMEOUT", "connect_timeout", Unit.SECONDS),
                Parameter(f"{_KWARGS}socket_connect_timeout", "connect_timeout", Unit.SECONDS),
                Parameter("OPTIONS.socket_connect_timeout", "connect_timeout", Unit.SECONDS, _TIMEOUTS),
            ),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("CHANNEL_LAYERS",),
            kind="pool",
            driver="redis",
            dsn_keywords=("address",),
            parts=(
                ("host", "host"),
                ("port", "port"),
                ("db", "dbname"),
                ("username", "user"),
                ("password", "password"),
            ),
            parameters=(
                _limit("max_connections", _LIMITS),
                Parameter("socket_timeout", "statement_timeout", Unit.SECONDS, _TIMEOUTS),
                Parameter("socket_connect_timeout", "connect_timeout", Unit.SECONDS, _TIMEOUTS),
            ),
            fixed_pooling=True,
        ),
    ),
    url_parameters=(
        _limit("max_connections"),
        Parameter("socket_timeout", "statement_timeout", Unit.SECONDS),
        Parameter("socket_connect_timeout", "connect_timeout", Unit.SECONDS),
    ),
    dsn_readers=(Default("redis"),),
    notes=(
        "Django's own backend hands OPTIONS to the pool, django-redis only CONNECTION_POOL_KWARGS of them.",
        "A channel layer opens a pool for each of its hosts, in each event loop.",
    ),
    sources=(
        Reference("https://docs.djangoproject.com/en/5.2/topics/cache/#redis", "5.2", "2026-11-21", "memory"),
        Reference("https://github.com/jazzband/django-redis/blob/master/django_redis/pool.py", "7.0.0", "2026-11-21"),
        Reference("https://github.com/django/channels_redis/blob/main/channels_redis/utils.py", "4.3.0", "2026-11-21"),
    ),
)
