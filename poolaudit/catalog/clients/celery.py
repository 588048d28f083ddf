"""Celery over Redis: a pool of connections to the broker in each process, and the result backend's client of redis-py."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

CLIENT = Client(
    name="celery",
    title="Celery",
    language="python",
    engines=("redis",),
    packages=("pypi:celery",),
    prepares=Prepares.NEVER,
    default_port=6379,
    constructors=(
        Constructor(
            callees=("broker_url",),
            kind="pool",
            driver="celery",
            dsn_keywords=("broker_url",),
            parameters=(
                Parameter("broker_pool_limit", "max_size", defaults=(Default(10),), disabled=(0, None)),
                Parameter("broker_connection_timeout", "connect_timeout", Unit.SECONDS, (Default(4),)),
            ),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("result_backend",),
            kind="pool",
            driver="celery",
            dsn_keywords=("result_backend",),
            parameters=(
                Parameter("redis_max_connections", "max_size"),
                Parameter("redis_socket_timeout", "statement_timeout", Unit.SECONDS, (Default(120),)),
                Parameter("redis_socket_connect_timeout", "connect_timeout", Unit.SECONDS),
            ),
            fixed_pooling=True,
        ),
    ),
    notes=("The limit of the broker's pool holds for what sends tasks; a worker has one connection more that takes them.",),
    sources=(
        Reference("https://docs.celeryq.dev/en/stable/userguide/configuration.html", "5.5", "2026-11-21"),
        Reference("https://github.com/celery/celery/blob/main/celery/app/defaults.py", "5.7.0", "2026-11-21"),
    ),
)
