"""Prisma schemas become the pool that the engine opens, with what the connection string says to it."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.dsn.parse import parse_dsn
from poolaudit.extract.settings.prisma import FORMAT
from poolaudit.extract.surfaces import prisma
from poolaudit.extract.surfaces.client_settings import with_url_parameters
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.dsn import Dsn
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

SCHEMA = """// the schema
generator client {
  provider        = "prisma-client-js"
  previewFeatures = [FEATURES]
}

datasource db {
  provider  = "PROVIDER" // or "mysql"
  url       = URL
  directUrl = "postgresql://app:hunter2@db.example.org:5432/shop"
}

model Order {
  id   Int    @id
  note String @default("} // {")
}
"""


def schema(url: str = 'env("DATABASE_URL")', features: str = "", provider: str = "postgresql") -> Source:
    """A schema with a data source."""
    text = SCHEMA.replace("FEATURES", features).replace("PROVIDER", provider).replace("URL", url, 1)
    return Source.decode("prisma/schema.prisma", text.encode())


def facts(source: Source) -> list[object]:
    """What the surface makes of it."""
    return list(prisma.extract(source, FORMAT.read(source)))


def test_a_data_source_is_a_pool() -> None:
    """The block is the place, its url the variable that `env()` names."""
    source = schema()
    pool = next(each for each in facts(source) if isinstance(each, ClientPool))

    assert ("prisma", "pool", "datasource['db']", ("DATABASE_URL",), "datasource db {") == (
        pool.library,
        pool.kind,
        pool.call,
        pool.dsn.names if isinstance(pool.dsn, EnvLookup) else None,
        source.at(pool.span).partition("\n")[0],
    )


def test_a_literal_url_is_hidden() -> None:
    """A password in the schema stands in a `Secret`, and its place is that of the text."""
    source = schema('"postgresql://u:hunter2@h/d"')
    pool = next(each for each in facts(source) if isinstance(each, ClientPool))

    assert isinstance(pool.dsn, Literal)
    assert (True, "postgresql://u:hunter2@h/d", False) == (
        isinstance(pool.dsn.value, Secret),
        source.at(pool.dsn.span),
        "hunter2" in repr(facts(source)),
    )


def test_a_direct_url_is_a_connection_string() -> None:
    """A literal `directUrl` is found, to the character."""
    source = schema()
    (dsn,) = (each for each in facts(source) if isinstance(each, Dsn))

    assert ("db.example.org", "hunter2") == (dsn.host.value, source.at(dsn.password_span) if dsn.password_span else "")


def test_names_of_connection_strings() -> None:
    """Each connection string of a data source has a name, that of the shadow database too."""
    text = 'datasource db {\n  provider = "mysql"\n  url = env("A")\n  shadowDatabaseUrl = env("B")\n}\n'
    source = Source("schema.prisma", text)

    assert [("datasource.url", "A"), ("datasource.shadowDatabaseUrl", "B")] == [
        (each.name, source.at(each.span)) for each in facts(source) if isinstance(each, NamedValue)
    ]


@pytest.mark.parametrize(
    ("features", "provider", "expected"),
    [
        pytest.param('"views"', "postgresql", 1, id="engine"),
        pytest.param('"views", "driverAdapters"', "postgresql", 0, id="adapter"),
        pytest.param("", "sqlite", 0, id="sqlite"),
        pytest.param("", "mongodb", 0, id="mongodb"),
        pytest.param("", "mysql", 1, id="mysql"),
    ],
)
def test_who_opens_the_connection(features: str, provider: str, expected: int) -> None:
    """With a driver adapter the code opens it; a file is no server."""
    found = [each for each in facts(schema(features=features, provider=provider)) if isinstance(each, ClientPool)]

    assert expected == len(found)


def test_a_schema_of_prisma_7_has_no_url() -> None:
    """Without a url in the schema nothing is opened by it."""
    source = Source.decode("schema.prisma", b'datasource db {\n  provider = "postgresql"\n}\n')

    assert [] == facts(source)


def test_an_open_block_is_not_read() -> None:
    """A block without an end is refused with its line."""
    source = Source.decode("schema.prisma", b'\ndatasource db {\n  url = env("U")\n')

    with pytest.raises(UnreadError, match="datasource is not closed, line 2"):
        FORMAT.read(source)


@pytest.mark.parametrize(
    ("query", "field", "expected"),
    [
        pytest.param("", "acquire_timeout", (10.0, "default", "pool_timeout"), id="pool-timeout-default"),
        pytest.param("pool_timeout=0", "acquire_timeout", (None, "absent", "?pool_timeout"), id="pool-timeout-never"),
        pytest.param("connection_limit=5", "max_size", (5, "written", "?connection_limit"), id="limit"),
        pytest.param("", "max_size", (None, "unresolved", "connection_limit"), id="limit-by-cpus"),
        pytest.param("pgbouncer=true", "named_statements", (False, "written", "?pgbouncer"), id="pgbouncer"),
        pytest.param("", "statement_cache", (100, "default", "statement_cache_size"), id="cache"),
        pytest.param("statement_cache_size=0", "statement_cache", (0, "written", "?statement_cache_size"), id="cache-off"),
        pytest.param("connect_timeout=30", "connect_timeout", (30.0, "written", "?connect_timeout"), id="connect"),
        pytest.param(
            "max_idle_connection_lifetime=0", "idle_timeout", (None, "absent", "?max_idle_connection_lifetime"), id="idle"
        ),
        pytest.param("schema=shop&unknown=1", "startup_parameters", (), id="unknown-keys-do-nothing"),
    ],
)
def test_url_parameters(query: str, field: str, expected: object) -> None:
    """Each key of the connection string does what Prisma's manual says of it."""
    pool = next(each for each in facts(schema()) if isinstance(each, ClientPool))
    text = f"postgresql://u:p@h:5432/d?{query}"
    source = Source.decode(".env", text.encode())
    settled = getattr(with_url_parameters(pool, parse_dsn(text, source.span, reader="prisma"), "prisma"), field)

    assert expected == (settled if isinstance(settled, tuple) else (settled.value, settled.origin.value, settled.label))
