"""databases: one interface over the pools of asyncpg, aiopg, aiomysql and asyncmy."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_SIZES_OF_ASYNCPG = (
    Parameter("min_size", "min_size", defaults=(Default(10),)),
    Parameter("max_size", "max_size", defaults=(Default(10),)),
    Parameter("max_inactive_connection_lifetime", "idle_timeout", Unit.SECONDS, (Default(300),), disabled=(0,)),
)
_SIZES = (
    Parameter("min_size", "min_size", defaults=(Default(1),)),
    Parameter("max_size", "max_size", defaults=(Default(10),)),
)

CLIENT = Client(
    name="databases",
    title="databases",
    language="python",
    engines=("postgresql", "mysql", "sqlite"),
    packages=("pypi:databases",),
    prepares=Prepares.DRIVER,
    constructors=(
        Constructor(
            callees=("databases.Database", "databases.core.Database"),
            kind="pool",
            dsn_position=0,
            dsn_keywords=("url",),
            parameters=(
                Parameter("min_size", "min_size"),
                Parameter("max_size", "max_size", defaults=(Default(10),)),
                Parameter("ssl", ""),
                Parameter("force_rollback", ""),
            ),
            driver_arguments="**",
            fixed_pooling=True,
        ),
    ),
    dialects=(
        ("postgresql", "asyncpg"),
        ("postgres", "asyncpg"),
        ("postgresql+asyncpg", "asyncpg"),
        ("postgresql+aiopg", "aiopg"),
        ("mysql", "aiomysql"),
        ("mysql+aiomysql", "aiomysql"),
        ("mysql+asyncmy", "asyncmy"),
    ),
    layer_parameters=(
        ("asyncpg", _SIZES_OF_ASYNCPG),
        ("aiopg", _SIZES),
        ("aiomysql", _SIZES),
        ("asyncmy", _SIZES),
    ),
    url_parameters=(
        Parameter("min_size", "min_size"),
        Parameter("max_size", "max_size"),
        Parameter("ssl", ""),
    ),
    notes=("Query keys other than min_size, max_size and ssl are dropped: ?statement_cache_size=0 does nothing.",),
    sources=(
        Reference("https://github.com/encode/databases/blob/master/databases/backends/postgres.py", "0.9.0", "2026-11-20"),
        Reference("https://github.com/encode/databases/blob/master/databases/core.py", "0.9.0", "2026-11-20"),
    ),
)
