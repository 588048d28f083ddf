"""LangChain's vector stores in PostgreSQL: each opens an engine of SQLAlchemy unless it is handed one."""

from __future__ import annotations

from poolaudit.catalog import sqlalchemy_engines as engines
from poolaudit.catalog.model import Client, Constructor, Default, Edit, Prepares, Reference

_ARGUMENTS = "engine_args"
_COMMUNITY = (
    "langchain_community.vectorstores.PGVector",
    "langchain_community.vectorstores.pgvector.PGVector",
    "langchain.vectorstores.PGVector",
    "langchain.vectorstores.pgvector.PGVector",
)
_OWN = ("langchain_postgres.PGVector", "langchain_postgres.vectorstores.PGVector")
_WAYS = ("from_documents", "from_texts", "from_existing_index", "from_embeddings")


def _store(callees: tuple[str, ...], keyword: str, *, position: int | None = None, variable: str = "") -> Constructor:
    return Constructor(
        callees=callees,
        kind="engine",
        dsn_position=position,
        dsn_keywords=(keyword,),
        dsn_environment=(variable,) if variable else (),
        parameters=engines.pool_in(_ARGUMENTS),
        driver_arguments=f"{_ARGUMENTS}.connect_args",
        pool_class=f"{_ARGUMENTS}.poolclass",
        pool_classes=engines.POOL_CLASSES,
        unpooled_classes=engines.UNPOOLED_CLASSES,
        single_classes=engines.SINGLE_CLASSES,
        ready_pool=("connection",),
    )


def _ways(stores: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{store}.{way}" for store in stores for way in (*_WAYS, *(f"a{each}" for each in _WAYS)))


CLIENT = Client(
    name="langchain_postgres",
    title="LangChain",
    language="python",
    engines=("postgresql",),
    packages=("pypi:langchain-postgres", "pypi:langchain-community"),
    prepares=Prepares.DRIVER,
    constructors=(
        _store(_OWN, "connection"),
        _store(_ways(_OWN), "connection"),
        _store(_COMMUNITY, "connection_string", position=0),
        _store(_ways(_COMMUNITY), "connection_string", variable="PGVECTOR_CONNECTION_STRING"),
        Constructor(
            callees=(
                "langchain_postgres.PGEngine.from_connection_string",
                "langchain_postgres.v2.engine.PGEngine.from_connection_string",
            ),
            kind="engine",
            dsn_position=0,
            dsn_keywords=("url",),
            parameters=engines.POOL,
            driver_arguments="connect_args",
            pool_class="poolclass",
            pool_classes=engines.POOL_CLASSES,
            unpooled_classes=engines.UNPOOLED_CLASSES,
            single_classes=engines.SINGLE_CLASSES,
            liveness_on=(Edit("pool_pre_ping", "True"),),
        ),
    ),
    dialects=engines.DIALECTS,
    dsn_readers=(Default("sqlalchemy"),),
    layer_parameters=engines.LAYER_PARAMETERS,
    layer_url_parameters=engines.LAYER_URL_PARAMETERS,
    liveness_on=(Edit(f"{_ARGUMENTS}.pool_pre_ping", "True"),),
    notes=(
        "A store that is handed a string opens an engine of its own, with 5 + 10 connections; one that is handed an engine shares it.",
        "The constructors of langchain_community take the string as connection_string, those of langchain_postgres as connection.",
    ),
    sources=(
        Reference(
            "https://github.com/langchain-ai/langchain-postgres/blob/main/langchain_postgres/vectorstores.py",
            "0.0.19",
            "2026-11-21",
        ),
        Reference(
            "https://github.com/langchain-ai/langchain-postgres/blob/main/langchain_postgres/v2/engine.py", "0.0.19", "2026-11-21"
        ),
        Reference(
            "https://github.com/langchain-ai/langchain-community/blob/main/libs/community/langchain_community/vectorstores/pgvector.py",
            "0.3.27",
            "2026-11-21",
        ),
    ),
)
