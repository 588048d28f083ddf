"""SQLAlchemy: engines with a pool above any driver.

SQLModel's create_engine is the same function, and Flask-SQLAlchemy hands its configuration keys to it.
"""

from __future__ import annotations

from poolaudit.catalog import sqlalchemy_engines as engines
from poolaudit.catalog.model import Client, Constructor, Edit, Prepares, Reference


def _engine(callees: tuple[str, ...], factories: tuple[str, ...]) -> Constructor:
    return Constructor(
        callees=callees,
        kind="engine",
        dsn_position=0,
        dsn_keywords=("url", "name_or_url"),
        parameters=engines.POOL,
        driver_arguments="connect_args",
        pool_class="poolclass",
        pool_classes=engines.POOL_CLASSES,
        unpooled_classes=engines.UNPOOLED_CLASSES,
        single_classes=engines.SINGLE_CLASSES,
        thread_classes=engines.THREAD_CLASSES,
        address_pools=engines.ADDRESS_POOLS,
        factories=factories,
    )


def _from_config(*callees: str) -> Constructor:
    return Constructor(
        callees=callees,
        kind="engine",
        dsn_keywords=("url",),
        mapping=("configuration", "sqlalchemy."),
        parameters=engines.POOL,
        driver_arguments="connect_args",
        pool_class="poolclass",
        pool_classes=engines.POOL_CLASSES,
        unpooled_classes=engines.UNPOOLED_CLASSES,
        single_classes=engines.SINGLE_CLASSES,
        thread_classes=engines.THREAD_CLASSES,
        address_pools=engines.ADDRESS_POOLS,
    )


CLIENT = Client(
    name="sqlalchemy",
    title="SQLAlchemy",
    language="python",
    engines=("postgresql", "mysql", "sqlite"),
    packages=("pypi:sqlalchemy",),
    prepares=Prepares.DRIVER,
    constructors=(
        _engine(
            (
                "sqlalchemy.create_engine",
                "sqlalchemy.engine.create_engine",
                "sqlalchemy.engine.create.create_engine",
                "sqlmodel.create_engine",
                "SQLALCHEMY_DATABASE_URI",
                "SQLALCHEMY_BINDS",
            ),
            ("creator",),
        ),
        _engine(
            (
                "sqlalchemy.ext.asyncio.create_async_engine",
                "sqlalchemy.ext.asyncio.engine.create_async_engine",
                "sqlmodel.ext.asyncio.create_async_engine",
            ),
            ("async_creator", "creator"),
        ),
        _from_config("sqlalchemy.engine_from_config", "sqlalchemy.engine.engine_from_config"),
        _from_config("sqlalchemy.ext.asyncio.async_engine_from_config", "sqlalchemy.ext.asyncio.engine.async_engine_from_config"),
    ),
    dialects=(
        ("postgres", "psycopg2"),
        ("postgresql", "psycopg2"),
        ("cockroachdb", "psycopg2"),
        *engines.DIALECTS,
    ),
    dialects_since=(("postgres", "", "1.4"), ("postgresql", "psycopg", "2.1")),
    layer_parameters=engines.LAYER_PARAMETERS,
    layer_url_parameters=engines.LAYER_URL_PARAMETERS,
    liveness_on=(Edit("pool_pre_ping", "True"),),
    notes=(
        "Flask-SQLAlchemy 3 ignores SQLALCHEMY_POOL_SIZE and its like; SQLALCHEMY_ENGINE_OPTIONS holds for the default engine only.",
        "postgres:// is refused since 1.4.",
        "Query keys of the URL reach the driver's connect function, never the pool.",
        "statement_cache_size and prepare_threshold in the URL arrive as text and raise TypeError.",
        "prepared_statement_cache_size=0 alone does not stop asyncpg from naming statements.",
        "engine_from_config turns only pool_timeout, pool_recycle, pool_size and max_overflow from text into numbers.",
    ),
    sources=(
        Reference("https://docs.sqlalchemy.org/en/20/core/engines.html", "2.0.58", "2026-11-20"),
        Reference("https://docs.sqlalchemy.org/en/20/core/pooling.html", "2.0.58", "2026-11-20"),
        Reference("https://docs.sqlalchemy.org/en/20/dialects/postgresql.html", "2.0.58", "2026-11-20"),
        Reference(
            "https://github.com/sqlalchemy/sqlalchemy/blob/main/lib/sqlalchemy/dialects/postgresql/asyncpg.py",
            "2.1.9",
            "2026-11-20",
        ),
        Reference("https://flask-sqlalchemy.readthedocs.io/en/stable/config/", "3.1.1", "2026-11-20"),
        Reference("https://github.com/fastapi/sqlmodel/blob/main/sqlmodel/__init__.py", "0.0.50", "2026-11-20"),
        Reference("run: which driver a scheme loads, and which URL keys arrive", "2.0.58, 2.1.9", "2026-11-20", "run"),
    ),
)
