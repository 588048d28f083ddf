"""Flask-Caching in Redis: a client of redis-py that configuration keys describe."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_ENDLESS = 2**31
_OPTIONS = "CACHE_OPTIONS."
_TIMEOUTS = (Default(None), Default(5, "8.0.0"))

CLIENT = Client(
    name="flask_caching",
    title="Flask-Caching over redis-py",
    language="python",
    engines=("redis",),
    packages=("pypi:redis",),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=("CACHE_REDIS_",),
    constructors=(
        Constructor(
            callees=("CACHE_TYPE",),
            kind="pool",
            driver="redis",
            dsn_keywords=("CACHE_REDIS_URL",),
            parts=(
                ("CACHE_REDIS_HOST", "host"),
                ("CACHE_REDIS_PORT", "port"),
                ("CACHE_REDIS_DB", "dbname"),
                ("CACHE_REDIS_PASSWORD", "password"),
            ),
            parameters=(
                Parameter(
                    f"{_OPTIONS}max_connections",
                    "max_size",
                    defaults=(Default(_ENDLESS), Default(100, "8.0.0")),
                    unlimited=(_ENDLESS,),
                ),
                Parameter(f"{_OPTIONS}socket_timeout", "statement_timeout", Unit.SECONDS, _TIMEOUTS),
                Parameter(f"{_OPTIONS}socket_connect_timeout", "connect_timeout", Unit.SECONDS, _TIMEOUTS),
            ),
            fixed_pooling=True,
        ),
    ),
    url_parameters=(
        Parameter("max_connections", "max_size", unlimited=(_ENDLESS,)),
        Parameter("socket_timeout", "statement_timeout", Unit.SECONDS),
        Parameter("socket_connect_timeout", "connect_timeout", Unit.SECONDS),
    ),
    dsn_readers=(Default("redis"),),
    notes=("CACHE_REDIS_URL beats the host and port beside it.", "Sentinels and clusters are not followed."),
    sources=(
        Reference(
            "https://github.com/pallets-eco/flask-caching/blob/master/src/flask_caching/backends/rediscache.py",
            "2.5.1",
            "2026-11-21",
        ),
    ),
)
