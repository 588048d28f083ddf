"""What the graph learns later (a value, a version, a driver, a URL) changes a pool by the catalog's rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.dsn.parse import parse_dsn
from poolaudit.extract.surfaces import client_calls
from poolaudit.extract.surfaces.client_settings import driver_of, resettle, settle, with_driver, with_url_parameters, with_version
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import Items
from poolaudit.facts.setting import Setting
from poolaudit.facts.span import Span

if TYPE_CHECKING:
    from poolaudit.facts.dsn import Dsn

CASES = yaml.safe_load((Path(__file__).parents[2] / "conformance/clients/sqlalchemy_connect_args.yaml").read_text())["cases"]
SPAN = Span("a.env", 0, 1, 1, 1, 1, 2)
SQLALCHEMY = "import sqlalchemy.ext.asyncio as sa\nsa.create_async_engine(URL, {})\n"
ASYNCPG = "import asyncpg\nasyncpg.create_pool(DSN, {})\n"


def only(text: str) -> ClientPool:
    """The single pool of a module."""
    source = Source.decode("app/db.py", text.encode())
    (pool,) = client_calls.extract(source, FORMAT.read(source))
    return pool


def dsn(url: str) -> Dsn:
    """A connection string as SQLAlchemy and its like divide it."""
    source = Source.decode("a.env", url.encode())
    return parse_dsn(url, source.span, reader="")


def written(value: object) -> Setting[object]:
    """A value found in another file."""
    return Setting.written(value, SPAN)


@pytest.mark.parametrize(
    ("text", "name", "value", "field", "expected"),
    [
        pytest.param(ASYNCPG.format("max_size=N"), "max_size", "20", "max_size", 20, id="text-is-a-number"),
        pytest.param(ASYNCPG.format("max_size=N"), "max_size", 20, "unlimited", False, id="limit-known"),
        pytest.param(SQLALCHEMY.format("max_overflow=N"), "max_overflow", "-1", "unlimited", True, id="limit-removed"),
        pytest.param(
            SQLALCHEMY.format("pool_pre_ping=N"), "pool_pre_ping", "false", "health_check", False, id="word-is-a-switch"
        ),
        pytest.param(SQLALCHEMY.format("pool_recycle=N"), "pool_recycle", "-1", "max_lifetime", None, id="switched-off"),
        pytest.param(SQLALCHEMY.format("pool_size=N"), "max_size", 9, "max_size", 9, id="by-field"),
        pytest.param(
            SQLALCHEMY.format("connect_args={'statement_cache_size': N}"),
            "connect_args.statement_cache_size",
            0,
            "statement_cache",
            0,
            id="nested",
        ),
        pytest.param(
            "import psycopg_pool\npsycopg_pool.ConnectionPool(DSN, min_size=N)\n",
            "min_size",
            3,
            "max_size",
            3,
            id="others-follow",
        ),
    ],
)
def test_a_value_found_elsewhere(text: str, name: str, value: object, field: str, expected: object) -> None:
    """A looked-up value is converted as if it stood in the call."""
    actual = getattr(resettle(only(text), name, written(value)), field).value

    assert expected == actual


def test_a_value_found_elsewhere_keeps_its_evidence() -> None:
    """The setting points at the file that holds the value."""
    setting = resettle(only(ASYNCPG.format("max_size=N")), "max_size", written(20)).max_size

    assert (SPAN, "max_size", True) == (setting.span, setting.label, setting.is_written)


@pytest.mark.parametrize(
    ("version", "expected"),
    [("5.0.8", (None, True, None)), ("7.4.1", (None, True, None)), ("8.0.0", (100, False, 5.0)), ("8.1.0", (100, False, 5.0))],
)
def test_defaults_of_a_pinned_release(version: str, expected: tuple[object, object, object]) -> None:
    """The client redis-py got a limit and timeouts with 8.0."""
    pool = with_version(only("import redis\nredis.Redis()\n"), written(version))  # type: ignore[arg-type]  # a text

    assert expected == (pool.max_size.value, pool.unlimited.value, pool.connect_timeout.value)


@pytest.mark.parametrize(
    ("text", "scheme", "version", "expected"),
    [
        pytest.param(SQLALCHEMY, "postgresql+asyncpg", "", "asyncpg", id="named"),
        pytest.param(SQLALCHEMY, "postgresql", "2.0.36", "psycopg2", id="sqlalchemy-2.0"),
        pytest.param(SQLALCHEMY, "postgresql", "2.1.0", "psycopg", id="sqlalchemy-2.1"),
        pytest.param(SQLALCHEMY, "postgresql", "", "", id="sqlalchemy-unpinned"),
        pytest.param(SQLALCHEMY, "postgres", "2.0.36", "", id="sqlalchemy-refuses-postgres"),
        pytest.param(ASYNCPG, "postgres", "", "asyncpg", id="a-driver-itself"),
        pytest.param("import databases\ndatabases.Database(U, {})\n", "postgresql", "", "asyncpg", id="databases"),
        pytest.param(
            "import psycopg_pool\npsycopg_pool.ConnectionPool(U, {})\n", "postgresql", "", "psycopg", id="pool-of-a-driver"
        ),
    ],
)
def test_driver_of_a_scheme(text: str, scheme: str, version: str, expected: str) -> None:
    """The scheme names the driver as the library reads it in that release."""
    actual = driver_of(only(text.format("")), scheme, version)

    assert expected == actual


def test_driver_of_the_pools_own_version() -> None:
    """A version that the pool already has decides as well."""
    pool = with_version(only(SQLALCHEMY.format("")), written("2.0.36"))  # type: ignore[arg-type]  # a text

    assert "psycopg2" == driver_of(pool, "postgresql")


@pytest.mark.parametrize(
    ("driver", "expected"),
    [("asyncpg", (100, 100, None)), ("psycopg", (None, None, 5)), ("psycopg2", (None, None, None))],
)
def test_driver_defaults(driver: str, expected: tuple[object, object, object]) -> None:
    """A known driver brings its defaults below SQLAlchemy, and the layer its own cache above asyncpg."""
    pool = with_driver(only(SQLALCHEMY.format("")), driver)

    assert expected == (pool.statement_cache.value, pool.dialect_cache.value, pool.prepare_threshold.value)


@pytest.mark.parametrize(
    ("text", "url", "field", "expected"),
    [
        pytest.param(SQLALCHEMY, "postgresql+asyncpg://h/d?prepared_statement_cache_size=0", "dialect_cache", 0, id="dialect"),
        pytest.param(
            SQLALCHEMY, "postgresql+asyncpg://h/d?statement_cache_size=0", "statement_cache", 100, id="text-is-an-error"
        ),
        pytest.param(
            SQLALCHEMY, "postgresql+psycopg://h/d?prepare_threshold=0", "prepare_threshold", 5, id="text-is-an-error-too"
        ),
        pytest.param(SQLALCHEMY, "postgresql+psycopg://h/d?connect_timeout=5", "connect_timeout", 5.0, id="libpq"),
        pytest.param(SQLALCHEMY, "postgresql+psycopg2://h/d?keepalives=1", "keepalive", True, id="keepalives"),
        pytest.param(SQLALCHEMY, "postgresql+psycopg2://h/d?pool_size=50", "max_size", 5, id="never-the-pool"),
        pytest.param(SQLALCHEMY, "postgresql+asyncpg://h/d?command_timeout=7", "statement_timeout", 7.0, id="command"),
        pytest.param(ASYNCPG, "postgres://h/d?statement_cache_size=0", "statement_cache", 100, id="asyncpg-sends-it"),
        pytest.param(ASYNCPG, "postgres://h/d?statement_timeout=5000", "statement_timeout", 5.0, id="asyncpg-guc"),
        pytest.param(
            "import databases\ndatabases.Database(U, {})\n", "postgresql://h/d?min_size=3", "min_size", 3, id="databases"
        ),
        pytest.param(
            "import databases\ndatabases.Database(U, min_size=2)\n", "postgresql://h/d?min_size=3", "min_size", 2, id="call-wins"
        ),
        pytest.param(
            "import databases\ndatabases.Database(U, {})\n",
            "postgresql://h/d?statement_cache_size=0",
            "statement_cache",
            100,
            id="databases-drops-it",
        ),
        pytest.param(
            "import redis\nredis.from_url(U, max_connections=5)\n", "redis://h/0?max_connections=9", "max_size", 9, id="url-wins"
        ),
        pytest.param(
            "import psycopg_pool\npsycopg_pool.ConnectionPool(U, {})\n",
            "postgresql://h/d?options=-c%20statement_timeout%3D3s",
            "statement_timeout",
            3.0,
            id="options",
        ),
    ],
)
def test_url_parameters(text: str, url: str, field: str, expected: object) -> None:
    """Only what the library and its driver really take from the URL becomes a setting."""
    pool, parsed = only(text.format("")), dsn(url)
    scheme = parsed.scheme.value or ""

    assert expected == getattr(with_url_parameters(pool, parsed, driver_of(pool, scheme, "2.0")), field).value


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        pytest.param(ASYNCPG, "postgres://h/d?sslmode=require&jit=off", [("jit", "off", "connection string")], id="asyncpg"),
        pytest.param(ASYNCPG, "postgres://h/d?options=-c%20jit%3Doff", [("jit", "off", "options")], id="asyncpg-options"),
        pytest.param(SQLALCHEMY, "postgresql+asyncpg://h/d?jit=off", [], id="a-type-error"),
        pytest.param(
            SQLALCHEMY,
            "postgresql+psycopg://h/d?application_name=w",
            [("application_name", "w", "connection string")],
            id="libpq",
        ),
        pytest.param(
            "import tortoise\ntortoise.Tortoise.init(db_url=U)\n",
            "postgres://h/d?schema=x",
            [("search_path", "x", "options")],
            id="renamed",
        ),
    ],
)
def test_run_time_parameters_of_urls(text: str, url: str, expected: list[tuple[str, str, str]]) -> None:
    """Query keys that become run-time parameters are listed with how they are sent."""
    pool, parsed = only(text.format("")), dsn(url)
    found = with_url_parameters(pool, parsed, driver_of(pool, parsed.scheme.value or "")).startup_parameters

    assert expected == [(name, value.value, value.note) for name, value in found]


FIELDS = {
    "connect_timeout": "connect_timeout",
    "prepared_statement_cache_size": "dialect_cache",
    "command_timeout": "statement_timeout",
}
STATEMENT_TIMEOUT = {"-c statement_timeout=5000": 5.0}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["input"])
def test_sqlalchemy_hands_over_what_it_hands_over(case: dict[str, object]) -> None:
    """What SQLAlchemy coerces or a driver takes as text is a setting; the rest of the query is none."""
    keywords = case["keywords"]
    assert isinstance(keywords, dict)
    parsed = parse_dsn(
        str(case["input"]), lambda start, end: Span("a", start, end - start, 1, start + 1, 1, end + 1), reader="sqlalchemy"
    )
    before = only(SQLALCHEMY.format(""))
    driver = driver_of(before, parsed.scheme.value or "", "2.1")
    plain = with_driver(before, driver)
    after = with_url_parameters(before, parsed, driver)
    expected = {name: float(keywords[key]) for key, name in FIELDS.items() if key in keywords}
    if "options" in keywords:
        expected["statement_timeout"] = STATEMENT_TIMEOUT[keywords["options"]]

    assert expected == {
        name: float(getattr(after, name).value)
        for name in FIELDS.values()
        if getattr(after, name).value != getattr(plain, name).value
    }


def test_settling_is_idempotent_on_unknown_libraries() -> None:
    """A pool of a library that the catalog does not have stays as its surface made it."""
    pool = ClientPool("unheard-of", "pool", SPAN, "open", Items((), SPAN), max_size=Setting.written(3, SPAN))

    assert (pool, "") == (settle(pool), driver_of(pool, "postgresql"))


@example(float("inf"))
@example(float("nan"))
@example(10**400)
@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30)))
def test_no_value_breaks_a_pool(value: object) -> None:
    """Whatever a variable holds, each field ends known, unresolved or absent, and of its own type."""
    pool = resettle(only(SQLALCHEMY.format("pool_size=N, pool_timeout=M, pool_pre_ping=P")), "pool_size", written(value))
    pool = resettle(resettle(pool, "pool_timeout", written(value)), "pool_pre_ping", written(value))
    kinds = [(pool.max_size.value, int), (pool.acquire_timeout.value, float), (pool.health_check.value, bool)]

    assert [] == [value for value, kind in kinds if value is not None and type(value) is not kind and not isinstance(value, kind)]
    assert pool == settle(pool)
