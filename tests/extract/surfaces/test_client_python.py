"""Clients of Python that are built above others, or beside them, become pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.dsn.parse import parse_dsn
from poolaudit.extract.surfaces import client_calls
from poolaudit.extract.surfaces.client_settings import driver_of, with_url_parameters
from poolaudit.facts.expression import EnvLookup, Items, Literal
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.expression import Expression


def pools(text: str) -> list[ClientPool]:
    """The pools of a module."""
    source = Source.decode("app/db.py", text.encode())
    return [each for each in client_calls.extract(source, FORMAT.read(source)) if hasattr(each, "dsn")]


def only(text: str) -> ClientPool:
    """The single pool of a module."""
    (pool,) = pools(text)
    return pool


def address(expression: Expression) -> object:
    """What the connection string is, without places: variables, `text`, or the names of its parts."""
    if isinstance(expression, EnvLookup):
        return expression.names
    if isinstance(expression, Items):
        return [name for name, _ in expression.items]
    return "text" if isinstance(expression, Literal) and isinstance(expression.value, Secret) else type(expression).__name__


REDIS = "import os\nimport aioredis\nclient = {}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("await aioredis.create_redis_pool('redis://cache')", ("pool", "text", 1, 10), id="pool-of-1"),
        pytest.param(
            "await aioredis.create_pool('redis://cache', minsize=5, maxsize=20)", ("pool", "text", 5, 20), id="sizes-of-1"
        ),
        pytest.param(
            "await aioredis.create_redis(('cache', 6379))", ("connection", ["host", "port"], None, None), id="connection-of-1"
        ),
        pytest.param(
            "await aioredis.create_redis_pool((os.environ['HOST'], 6379), password='x')",
            ("pool", ["host", "port", "password"], 1, 10),
            id="pair-of-1",
        ),
        pytest.param("aioredis.from_url('redis://cache', max_connections=7)", ("pool", "text", None, 7), id="url-of-2"),
        pytest.param("aioredis.Redis(host='cache', port=6379)", ("pool", ["host", "port"], None, None), id="client-of-2"),
        pytest.param("aioredis.BlockingConnectionPool(host='cache')", ("pool", ["host"], None, 50), id="blocking-of-2"),
    ],
)
def test_aioredis(text: str, expected: tuple[object, ...]) -> None:
    """Functions of the first release line and classes of the second are pools of Redis, each with its own sizes."""
    pool = only(REDIS.format(text))

    assert ("aioredis", *expected) == (pool.library, pool.kind, address(pool.dsn), pool.min_size.value, pool.max_size.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("aioredis.Redis(host='cache')", True, id="default"),
        pytest.param("aioredis.Redis(host='cache', max_connections=None)", True, id="none"),
        pytest.param("aioredis.Redis(host='cache', max_connections=9)", False, id="limited"),
        pytest.param("await aioredis.create_redis_pool('redis://cache')", False, id="ten-of-1"),
    ],
)
def test_aioredis_is_limited_by_its_maximum(text: str, *, expected: bool) -> None:
    """A client of 2.x without a maximum has none; a pool of 1.x always has one."""
    assert expected is only(REDIS.format(text)).unlimited.value


def test_aioredis_with_a_ready_pool_opens_none() -> None:
    """A client that is handed a pool is no second one."""
    text = REDIS.format("aioredis.Redis(connection_pool=aioredis.ConnectionPool.from_url('redis://cache'))")

    assert ["aioredis.ConnectionPool.from_url"] == [each.call for each in pools(text)]


def shown(pool: ClientPool) -> tuple[object, ...]:
    """What opens it, its driver, the connection string, its sizes and whether it pools."""
    return (
        pool.call,
        pool.driver,
        address(pool.dsn),
        pool.min_size.value,
        pool.max_size.value,
        pool.max_overflow.value,
        pool.pooling.value,
    )


CONNECTOR = (
    "import os\nfrom procrastinate import PsycopgConnector, SyncPsycopgConnector\n"
    "from psycopg_pool import AsyncNullConnectionPool\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            CONNECTOR + "PsycopgConnector(conninfo=os.environ['DSN'])\n",
            ("procrastinate.PsycopgConnector", "psycopg", ("DSN",), 4, 4, None, True),
            id="conninfo",
        ),
        pytest.param(
            CONNECTOR + "PsycopgConnector(kwargs={'host': 'db', 'prepare_threshold': None}, max_size=9)\n",
            ("procrastinate.PsycopgConnector", "psycopg", ["host"], 4, 9, None, True),
            id="kwargs",
        ),
        pytest.param(
            CONNECTOR + "PsycopgConnector(conninfo=os.environ['DSN'], pool_factory=AsyncNullConnectionPool)\n",
            ("procrastinate.PsycopgConnector", "psycopg", ("DSN",), None, None, None, False),
            id="no pool",
        ),
        pytest.param(
            CONNECTOR + "SyncPsycopgConnector(min_size=2, max_size=2)\n",
            ("procrastinate.SyncPsycopgConnector", "psycopg", [], 2, 2, None, True),
            id="blocking",
        ),
        pytest.param(
            "from procrastinate.contrib.aiopg import AiopgConnector\nAiopgConnector(host='db', dbname='jobs', maxsize=3)\n",
            ("procrastinate.AiopgConnector", "aiopg", ["host", "dbname"], 1, 3, None, True),
            id="aiopg",
        ),
        pytest.param(
            "from procrastinate.contrib.psycopg2 import Psycopg2Connector\nPsycopg2Connector(dsn='postgresql://db/jobs')\n",
            ("procrastinate.Psycopg2Connector", "psycopg2", "text", 1, 10, None, True),
            id="psycopg2",
        ),
        pytest.param(
            "from procrastinate.contrib.sqlalchemy import SQLAlchemyPsycopg2Connector\n"
            "SQLAlchemyPsycopg2Connector(dsn='postgresql://db/jobs', max_overflow=0)\n",
            ("procrastinate.contrib.sqlalchemy.SQLAlchemyPsycopg2Connector", "psycopg2", "text", None, 5, 0, True),
            id="sqlalchemy",
        ),
    ],
)
def test_procrastinate(text: str, expected: tuple[object, ...]) -> None:
    """Each connector opens the pool of its driver, with that one's defaults."""
    assert expected == shown(only(text))


def test_procrastinate_checks_connections_and_names_statements_as_psycopg_does() -> None:
    """The connector switches the check of psycopg's pool on, and `kwargs` reaches the driver."""
    pool = only(CONNECTOR + "PsycopgConnector(conninfo='host=db', kwargs={'prepare_threshold': None})\n")

    assert (True, "default", None, "written") == (
        pool.health_check.value,
        pool.health_check.origin.value,
        pool.prepare_threshold.value,
        pool.prepare_threshold.origin.value,
    )


LANGCHAIN = "import os\nfrom langchain_postgres import PGEngine, PGVector\n"
COMMUNITY = "import os\nfrom langchain_community.vectorstores import PGVector\n"
STORE = "langchain_postgres.PGVector"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            LANGCHAIN + "PGVector(embeddings=e, connection=os.environ['U'])\n",
            (STORE, "", ("U",), None, 5, 10, True),
            id="a string of the environment",
        ),
        pytest.param(
            LANGCHAIN + "connection = 'postgresql+psycopg://a@h/d'\n"
            "PGVector(e, connection=connection, engine_args={'pool_size': 2, 'max_overflow': 0})\n",
            (STORE, "", "text", None, 2, 0, True),
            id="engine_args",
        ),
        pytest.param(
            LANGCHAIN + "from sqlalchemy.pool import NullPool\n"
            "PGVector(e, connection=os.environ['U'], engine_args={'poolclass': NullPool})\n",
            (STORE, "", ("U",), None, None, None, False),
            id="a class without a pool",
        ),
        pytest.param(
            LANGCHAIN + "from app.config import settings\nPGVector.from_documents(docs, e, connection=settings.vector_url)\n",
            (f"{STORE}.from_documents", "", "Reference", None, 5, 10, True),
            id="documents",
        ),
        pytest.param(
            COMMUNITY + "PGVector('postgresql+psycopg2://h/d', e)\n",
            ("langchain_community.vectorstores.PGVector", "", "text", None, 5, 10, True),
            id="community",
        ),
        pytest.param(
            COMMUNITY + "PGVector.from_texts(texts, e)\n",
            (
                "langchain_community.vectorstores.PGVector.from_documents",
                "",
                ("PGVECTOR_CONNECTION_STRING",),
                None,
                5,
                10,
                True,
            ),
            id="its own variable",
        ),
        pytest.param(
            LANGCHAIN + "PGEngine.from_connection_string(os.environ['U'], pool_size=3)\n",
            ("langchain_postgres.PGEngine.from_connection_string", "", ("U",), None, 3, 10, True),
            id="engine",
        ),
    ],
)
def test_langchain_postgres(text: str, expected: tuple[object, ...]) -> None:
    """A store that is handed a connection string opens an engine by SQLAlchemy's rules."""
    assert expected == shown(only(text))


@pytest.mark.parametrize(
    "given",
    ["engine", "create_engine(os.environ['U'])", "db.engine", "self.engine"],
    ids=["a name", "a call", "an attribute", "what is not known"],
)
def test_langchain_postgres_with_an_engine_opens_none(given: str) -> None:
    """A store that is handed an engine, or what is not surely a connection string, is no second pool."""
    text = (
        f"{LANGCHAIN}from sqlalchemy import create_engine\nfrom app import db\nfrom app.db import engine\n"
        f"def store(self):\n    return PGVector(e, connection={given})\n"
    )

    assert [] == [each.call for each in pools(text) if each.library == "langchain_postgres"]


ALCHEMY = "import os\nfrom advanced_alchemy.extensions.litestar import EngineConfig, SQLAlchemyAsyncConfig\n"
CONFIG = "advanced_alchemy.config.SQLAlchemyAsyncConfig"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            ALCHEMY + "SQLAlchemyAsyncConfig(connection_string=os.environ['U'])\n",
            (CONFIG, "", ("U",), None, 5, 10, True),
            id="defaults of SQLAlchemy",
        ),
        pytest.param(
            ALCHEMY + "SQLAlchemyAsyncConfig(\n    connection_string=os.environ['U'],\n"
            "    engine_config=EngineConfig(pool_size=20, max_overflow=0),\n)\n",
            (CONFIG, "", ("U",), None, 20, 0, True),
            id="EngineConfig",
        ),
        pytest.param(
            ALCHEMY + "from sqlalchemy.pool import NullPool\nconfig = EngineConfig(poolclass=NullPool)\n"
            "SQLAlchemyAsyncConfig(connection_string=os.environ['U'], engine_config=config)\n",
            (CONFIG, "", ("U",), None, None, None, False),
            id="a class without a pool",
        ),
        pytest.param(
            ALCHEMY + "SQLAlchemyAsyncConfig(connection_string=os.environ['U'], engine_config=EngineConfig(**more))\n",
            (CONFIG, "", ("U",), None, None, None, None),
            id="what is not known",
        ),
        pytest.param(
            "from litestar.plugins.sqlalchemy import SQLAlchemySyncConfig\n"
            "SQLAlchemySyncConfig(connection_string='postgresql+psycopg://h/d')\n",
            ("advanced_alchemy.config.SQLAlchemySyncConfig", "", "text", None, 5, 10, True),
            id="Litestar",
        ),
    ],
)
def test_advanced_alchemy(text: str, expected: tuple[object, ...]) -> None:
    """A configuration opens an engine; what its `EngineConfig` says is handed to SQLAlchemy."""
    assert expected == shown(only(text))


def test_advanced_alchemy_with_an_engine_opens_none() -> None:
    """A configuration that is handed an engine is no second pool."""
    assert [] == pools(ALCHEMY + "SQLAlchemyAsyncConfig(engine_instance=engine)\n")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            ALCHEMY + "SQLAlchemyAsyncConfig(connection_string='postgresql+asyncpg://h/d',\n"
            "    engine_config=EngineConfig(connect_args={'statement_cache_size': 0}))\n",
            id="advanced_alchemy",
        ),
        pytest.param(
            LANGCHAIN + "PGVector(e, async_mode=True, connection='postgresql+asyncpg://h/d',\n"
            "    engine_args={'connect_args': {'statement_cache_size': 0}})\n",
            id="langchain_postgres",
        ),
    ],
)
def test_arguments_of_the_driver_reach_it_through_both_layers(text: str) -> None:
    """`connect_args` inside of the engine's arguments is the driver's."""
    cache = only(text).statement_cache

    assert (0, "written") == (cache.value, cache.origin.value)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            "datasource={'url': os.environ['U']}", [("prisma_python", "prisma.Prisma", ("U",))], id="a variable of the code"
        ),
        pytest.param("datasource={'url': 'postgresql://db/shop'}", [("prisma_python", "prisma.Prisma", "text")], id="a text"),
        pytest.param("auto_register=True", [], id="the data source of the schema"),
    ],
)
def test_prisma_of_python(given: str, expected: list[tuple[str, str, object]]) -> None:
    """Only a URL that the code hands over is a client of its own; the schema's is read there."""
    text = f"import os\nfrom prisma import Prisma\ndb = Prisma({given})\n"

    assert expected == [(each.library, each.call, address(each.dsn)) for each in pools(text)]


def test_prisma_of_python_takes_its_pool_from_the_connection_string() -> None:
    """The keys of the URL are those of Prisma's engine."""
    pool = only("from prisma import Prisma\ndb = Prisma(datasource={'url': 'postgresql://db/shop'})\n")
    url = "postgresql://db/shop?connection_limit=3&pgbouncer=true"
    dsn = parse_dsn(url, lambda *_: pool.span)
    found = with_url_parameters(pool, dsn, driver_of(pool, "postgresql"))

    assert (3, False) == (found.max_size.value, found.named_statements.value)


PONY = "import os\nfrom pony.orm import *\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            PONY + "db = Database()\ndb.bind(provider='postgres', user='a', password='hunter2', host='h', database='d')\n",
            ("connection", "psycopg2", ["host", "user", "password", "dbname", "engine"]),
            id="bind",
        ),
        pytest.param(
            PONY + "db = Database('postgres', os.environ['U'])\n", ("connection", "psycopg2", ("U",)), id="a connection string"
        ),
        pytest.param(
            PONY + "db = Database()\ndb.bind(provider='mysql', host='h', user='a', passwd='hunter2', db='d')\n",
            ("connection", "", ["host", "user", "password", "dbname", "engine"]),
            id="mysql",
        ),
        pytest.param(
            PONY + "db = Database()\ndb.bind(**{'provider': 'postgres', 'host': 'h'})\n",
            ("connection", "psycopg2", ["host", "engine"]),
            id="a mapping",
        ),
    ],
)
def test_pony(text: str, expected: tuple[str, str, object]) -> None:
    """What binds a database to its server opens connections, each thread one."""
    pool = only(text)

    assert ("pony", *expected, True) == (pool.library, pool.kind, pool.driver, address(pool.dsn), pool.pooling.value)
    assert "hunter2" not in repr(pool)


def test_an_unbound_database_of_pony_is_no_client() -> None:
    """A database without a provider has no server yet."""
    assert [] == pools(PONY + "db = Database()\n")
