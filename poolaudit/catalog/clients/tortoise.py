"""Tortoise ORM: a pool of asyncpg (or psycopg, aiomysql, asyncmy) for each connection of its configuration."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_INIT = (
    "tortoise.Tortoise.init",
    "tortoise.contrib.fastapi.register_tortoise",
    "tortoise.contrib.fastapi.RegisterTortoise",
    "tortoise.contrib.sanic.register_tortoise",
    "tortoise.contrib.starlette.register_tortoise",
    "tortoise.contrib.aiohttp.register_tortoise",
    "tortoise.contrib.quart.register_tortoise",
)

_DEFAULT = "config.connections.default"
"""The connection called `default` in the configuration mapping."""
_PARTS = (("host", "host"), ("port", "port"), ("user", "user"), ("password", "password"), ("database", "dbname"))

CLIENT = Client(
    name="tortoise",
    title="Tortoise ORM",
    language="python",
    engines=("postgresql", "mysql", "sqlite"),
    packages=("pypi:tortoise-orm",),
    prepares=Prepares.DRIVER,
    constructors=(
        Constructor(
            callees=_INIT,
            kind="pool",
            dsn_keywords=("db_url", _DEFAULT),
            parts=tuple((f"{_DEFAULT}.credentials.{name}", meaning) for name, meaning in _PARTS),
            factories=("config", "config_file"),
            parameters=(
                Parameter(f"{_DEFAULT}.credentials.minsize", "min_size", defaults=(Default(1),)),
                Parameter(f"{_DEFAULT}.credentials.maxsize", "max_size", defaults=(Default(5),)),
            ),
            driver_arguments=f"{_DEFAULT}.credentials",
            fixed_pooling=True,
            url_wins=True,
        ),
    ),
    dialects=(
        ("postgres", "asyncpg"),
        ("postgresql", "asyncpg"),
        ("asyncpg", "asyncpg"),
        ("psycopg", "psycopg"),
        ("mysql", "aiomysql"),
    ),
    url_parameters=(
        Parameter("minsize", "min_size"),
        Parameter("maxsize", "max_size"),
        Parameter("application_name", ""),
    ),
    layer_url_parameters=(
        (
            "asyncpg",
            (
                Parameter("statement_cache_size", "statement_cache"),
                Parameter("max_inactive_connection_lifetime", "idle_timeout", Unit.SECONDS, disabled=(0,)),
                Parameter("timeout", "connect_timeout", Unit.SECONDS),
                Parameter("command_timeout", "statement_timeout", Unit.SECONDS),
                Parameter("schema", ""),
            ),
        ),
        ("psycopg", (Parameter("timeout", "acquire_timeout", Unit.SECONDS), Parameter("schema", ""))),
        ("aiomysql", (Parameter("connect_timeout", "connect_timeout", Unit.SECONDS),)),
    ),
    url_startup=(("schema", "search_path"),),
    notes=("schema becomes search_path when it connects, which PgBouncer refuses.",),
    sources=(
        Reference("https://tortoise.github.io/databases.html", "1.1.9", "2026-11-20"),
        Reference(
            "https://github.com/tortoise/tortoise-orm/blob/develop/tortoise/backends/base/config_generator.py",
            "1.1.9",
            "2026-11-20",
        ),
    ),
)
