"""Advanced Alchemy, which is Litestar's plugin for SQLAlchemy as well: a configuration opens an engine."""

from __future__ import annotations

from poolaudit.catalog import sqlalchemy_engines as engines
from poolaudit.catalog.model import Client, Constructor, Default, Prepares, Reference

_ARGUMENTS = "engine_config"
_MODULES = (
    "advanced_alchemy.config",
    *(f"advanced_alchemy.extensions.{name}" for name in ("litestar", "fastapi", "flask", "sanic", "starlette")),
    "litestar.plugins.sqlalchemy",
    "litestar.contrib.sqlalchemy.plugins",
    "litestar.contrib.sqlalchemy.plugins.init",
)
_FILES = ("advanced_alchemy.config.asyncio", "advanced_alchemy.config.sync", "advanced_alchemy.config.engine")
_ENGINE_CONFIG = tuple((f"{module}.EngineConfig", ()) for module in (*_MODULES, *_FILES))

CLIENT = Client(
    name="advanced_alchemy",
    title="Advanced Alchemy",
    language="python",
    engines=("postgresql", "mysql", "sqlite"),
    packages=("pypi:advanced-alchemy",),
    prepares=Prepares.DRIVER,
    constructors=tuple(
        Constructor(
            callees=tuple(f"{module}.{name}" for module in (*_MODULES, file)),
            kind="engine",
            dsn_keywords=("connection_string",),
            openers=_ENGINE_CONFIG,
            parameters=engines.pool_in(_ARGUMENTS),
            driver_arguments=f"{_ARGUMENTS}.connect_args",
            pool_class=f"{_ARGUMENTS}.poolclass",
            pool_classes=engines.POOL_CLASSES,
            unpooled_classes=engines.UNPOOLED_CLASSES,
            single_classes=engines.SINGLE_CLASSES,
            factories=("create_engine_callable",),
            ready_pool=("engine_instance", "routing_config"),
        )
        for name, file in (("SQLAlchemyAsyncConfig", _FILES[0]), ("SQLAlchemySyncConfig", _FILES[1]))
    ),
    dialects=engines.DIALECTS,
    dsn_readers=(Default("sqlalchemy"),),
    layer_parameters=engines.LAYER_PARAMETERS,
    layer_url_parameters=engines.LAYER_URL_PARAMETERS,
    notes=(
        "What EngineConfig does not say is not handed on, so SQLAlchemy's own defaults hold.",
        "Each configuration opens an engine, and each replica of a routing_config one more; those are not followed.",
    ),
    sources=(
        Reference(
            "https://github.com/litestar-org/advanced-alchemy/blob/main/advanced_alchemy/config/engine.py", "1.12.0", "2026-11-21"
        ),
        Reference(
            "https://github.com/litestar-org/advanced-alchemy/blob/main/advanced_alchemy/config/common.py", "1.12.0", "2026-11-21"
        ),
        Reference(
            "https://docs.litestar.dev/latest/usage/databases/sqlalchemy/plugins/index.html", "2.25", "2026-11-21", "memory"
        ),
    ),
)
