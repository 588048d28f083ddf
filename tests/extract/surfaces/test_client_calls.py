"""Constructor calls of client libraries become pools with the values that are written, defaulted or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.surfaces import client_calls, client_libraries
from poolaudit.facts.expression import EnvLookup, Items, Literal, Unresolved
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool


def pools(text: str) -> list[ClientPool]:
    """The pools of a module."""
    source = Source.decode("app/db.py", text.encode())
    return list(client_calls.extract(source, FORMAT.read(source)))


def only(text: str) -> ClientPool:
    """The single pool of a module."""
    (pool,) = pools(text)
    return pool


def shown(setting: Setting[object]) -> tuple[object, str, str]:
    """Value, origin and the name that the library uses."""
    return setting.value, setting.origin.value, setting.label


ASYNCPG = "import asyncpg\npool = await asyncpg.create_pool({})\n"
ENGINE = (
    "from sqlalchemy.ext.asyncio import create_async_engine\n"
    "from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool, StaticPool\n"
    "engine = create_async_engine(URL, {})\n"
)
PSYCOPG = "from psycopg_pool import {0}\npool = {0}(DSN, {1})\n"


@pytest.mark.parametrize(
    ("arguments", "field", "expected"),
    [
        pytest.param("DSN", "min_size", (10, "default", "min_size"), id="asyncpg-min"),
        pytest.param("DSN", "max_size", (10, "default", "max_size"), id="asyncpg-max"),
        pytest.param("DSN", "statement_cache", (100, "default", "statement_cache_size"), id="asyncpg-cache"),
        pytest.param("DSN", "connect_timeout", (60.0, "default", "timeout"), id="asyncpg-connect"),
        pytest.param("DSN", "idle_timeout", (300.0, "default", "max_inactive_connection_lifetime"), id="asyncpg-idle"),
        pytest.param("DSN", "acquire_timeout", (None, "absent", ""), id="asyncpg-waits-for-ever"),
        pytest.param("DSN", "pooling", (True, "default", "pooling"), id="asyncpg-pools"),
        pytest.param("DSN, max_size=20", "max_size", (20, "written", "max_size"), id="written"),
        pytest.param("DSN, statement_cache_size=0", "statement_cache", (0, "written", "statement_cache_size"), id="cache-off"),
        pytest.param(
            "DSN, max_inactive_connection_lifetime=0",
            "idle_timeout",
            (None, "absent", "max_inactive_connection_lifetime"),
            id="zero-is-never",
        ),
        pytest.param("DSN, command_timeout=2.5", "statement_timeout", (2.5, "written", "command_timeout"), id="command-timeout"),
        pytest.param("DSN, max_size=N", "max_size", (None, "unresolved", "max_size"), id="unknown-name"),
        pytest.param("DSN, max_size='ten'", "max_size", (None, "unresolved", "max_size"), id="no-number"),
        pytest.param("DSN, max_size=True", "max_size", (None, "unresolved", "max_size"), id="a-switch-is-no-size"),
        pytest.param("DSN, **options", "max_size", (None, "unresolved", "max_size"), id="hidden"),
        pytest.param("DSN, max_size=7, **options", "max_size", (7, "written", "max_size"), id="written-beside-hidden"),
        pytest.param(
            "DSN, server_settings={'statement_timeout': '5s'}",
            "statement_timeout",
            (5.0, "written", "statement_timeout"),
            id="guc",
        ),
        pytest.param("DSN, max_size=20", "unlimited", (False, "derived", "unlimited"), id="limited"),
    ],
)
def test_asyncpg_pool(arguments: str, field: str, expected: tuple[object, str, str]) -> None:
    """The arguments and defaults of asyncpg fill the fields."""
    actual = shown(getattr(only(ASYNCPG.format(arguments)), field))

    assert expected == actual


@pytest.mark.parametrize(
    ("arguments", "field", "expected"),
    [
        pytest.param("", "max_size", (5, "default", "pool_size"), id="pool-size"),
        pytest.param("", "max_overflow", (10, "default", "max_overflow"), id="overflow"),
        pytest.param("", "min_size", (None, "absent", ""), id="lazy"),
        pytest.param("", "max_lifetime", (None, "absent", "pool_recycle"), id="recycle-off"),
        pytest.param("pool_recycle=1800", "max_lifetime", (1800.0, "written", "pool_recycle"), id="recycle"),
        pytest.param("", "acquire_timeout", (30.0, "default", "pool_timeout"), id="timeout"),
        pytest.param("", "health_check", (False, "default", "pool_pre_ping"), id="no-ping"),
        pytest.param("pool_pre_ping=True", "health_check", (True, "written", "pool_pre_ping"), id="ping"),
        pytest.param("max_overflow=-1", "unlimited", (True, "written", "max_overflow"), id="endless-overflow"),
        pytest.param("max_overflow=-1", "max_overflow", (None, "absent", "max_overflow"), id="overflow-has-no-number"),
        pytest.param("pool_size=0", "unlimited", (True, "written", "pool_size"), id="endless-size"),
        pytest.param("poolclass=NullPool", "pooling", (False, "written", "poolclass"), id="null-pool"),
        pytest.param("poolclass=NullPool", "max_size", (None, "absent", ""), id="null-pool-has-no-size"),
        pytest.param("poolclass=StaticPool", "max_size", (1, "derived", "poolclass"), id="static-pool"),
        pytest.param("poolclass=AsyncAdaptedQueuePool", "pooling", (True, "written", "poolclass"), id="queue-pool"),
        pytest.param("poolclass=NullPool if TEST else None", "pooling", (None, "unresolved", "poolclass"), id="conditional-pool"),
        pytest.param("", "statement_cache", (None, "absent", ""), id="driver-decides"),
        pytest.param(
            "connect_args={'statement_cache_size': 0}",
            "statement_cache",
            (0, "written", "connect_args.statement_cache_size"),
            id="only-asyncpg-has-it",
        ),
        pytest.param(
            "connect_args={'prepare_threshold': None}",
            "prepare_threshold",
            (None, "written", "connect_args.prepare_threshold"),
            id="only-psycopg-has-it",
        ),
        pytest.param(
            "connect_args={'timeout': 5}", "connect_timeout", (5.0, "written", "connect_args.timeout"), id="drivers-agree"
        ),
        pytest.param(
            "connect_args={'prepared_statement_name_func': lambda: str(uuid4())}",
            "unique_statement_names",
            (True, "written", "connect_args.prepared_statement_name_func"),
            id="names",
        ),
    ],
)
def test_sqlalchemy_engine(arguments: str, field: str, expected: tuple[object, str, str]) -> None:
    """SQLAlchemy's arguments, pool classes and nested driver arguments fill the fields."""
    text = ENGINE.format(arguments)

    assert expected == shown(getattr(only(text), field))


@pytest.mark.parametrize(
    ("name", "arguments", "field", "expected"),
    [
        pytest.param("ConnectionPool", "", "min_size", (4, "default", "min_size"), id="default-min"),
        pytest.param("ConnectionPool", "", "max_size", (4, "derived", "max_size"), id="max-follows-default"),
        pytest.param("ConnectionPool", "min_size=8", "max_size", (8, "derived", "max_size"), id="max-follows-written"),
        pytest.param("ConnectionPool", "min_size=2, max_size=None", "max_size", (2, "derived", "max_size"), id="none-follows"),
        pytest.param("ConnectionPool", "min_size=N", "max_size", (None, "unresolved", "max_size"), id="follows-unknown"),
        pytest.param("AsyncConnectionPool", "max_size=9", "max_size", (9, "written", "max_size"), id="written"),
        pytest.param("ConnectionPool", "", "prepare_threshold", (5, "default", "kwargs.prepare_threshold"), id="driver-default"),
        pytest.param(
            "ConnectionPool",
            "kwargs={'prepare_threshold': None}",
            "prepare_threshold",
            (None, "written", "kwargs.prepare_threshold"),
            id="never-prepares",
        ),
        pytest.param(
            "ConnectionPool", "kwargs=KWARGS", "prepare_threshold", (None, "unresolved", "kwargs.prepare_threshold"), id="hidden"
        ),
        pytest.param("ConnectionPool", "", "health_check", (False, "default", "check"), id="no-check"),
        pytest.param(
            "ConnectionPool", "check=ConnectionPool.check_connection", "health_check", (True, "written", "check"), id="check"
        ),
        pytest.param("ConnectionPool", "check=None", "health_check", (False, "written", "check"), id="check-none"),
        pytest.param("NullConnectionPool", "", "unlimited", (True, "default", "max_size"), id="null-is-endless"),
        pytest.param("NullConnectionPool", "max_size=5", "unlimited", (False, "derived", "unlimited"), id="null-with-a-limit"),
        pytest.param("NullConnectionPool", "", "pooling", (False, "default", "pooling"), id="null-keeps-nothing"),
    ],
)
def test_psycopg_pool(name: str, arguments: str, field: str, expected: tuple[object, str, str]) -> None:
    """Defaults of psycopg_pool follow each other, and `kwargs` reach psycopg."""
    actual = shown(getattr(only(PSYCOPG.format(name, arguments)), field))

    assert expected == actual


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        pytest.param("redis.Redis()", "max_size", (100, "default", "max_connections"), id="newest-default"),
        pytest.param("redis.Redis(max_connections=0)", "max_size", (100, "default", "max_connections"), id="zero-is-not-given"),
        pytest.param(
            "redis.Redis(health_check_interval=30)", "health_check", (True, "written", "health_check_interval"), id="interval"
        ),
        pytest.param("redis.BlockingConnectionPool(5, None)", "max_size", (5, "written", "max_connections"), id="positions"),
        pytest.param(
            "redis.BlockingConnectionPool(5, None)", "acquire_timeout", (None, "absent", "timeout"), id="waits-for-ever"
        ),
        pytest.param("redis.asyncio.from_url(U, max_connections=7)", "max_size", (7, "written", "max_connections"), id="asyncio"),
    ],
)
def test_redis(text: str, field: str, expected: tuple[object, str, str]) -> None:
    """A client of redis-py owns a pool whose defaults depend on the release."""
    actual = shown(getattr(only(f"import redis, redis.asyncio\n{text}\n"), field))

    assert expected == actual


def test_a_default_that_changed_is_assumed() -> None:
    """Without a pinned release the newest default counts, marked as an assumption."""
    setting = only("import redis\nredis.Redis()\n").max_size

    assert (True, "default of redis-py since 8.0.0") == (setting.assumed, setting.note)


def test_a_client_with_a_ready_pool_opens_none() -> None:
    """`connection_pool=` hands over a pool that is a fact of its own."""
    text = "import redis\npool = redis.ConnectionPool(host='h')\nclient = redis.Redis(connection_pool=pool)\n"

    assert ["redis.ConnectionPool"] == [pool.call for pool in pools(text)]


def test_engine_from_config_reads_prefixed_keys() -> None:
    """A literal mapping with its prefix is read as if its keys were arguments."""
    pool = only("import sqlalchemy as sa\nsa.engine_from_config({'db.url': 'x://h', 'db.pool_size': '7', 'other': 1}, 'db.')\n")

    assert ((7, "written", "pool_size"), True) == (shown(pool.max_size), isinstance(pool.dsn, Literal))


def test_engine_from_config_of_another_file_is_unknown() -> None:
    """What stands in alembic.ini is not known here; what the call adds is."""
    pool = only(
        "from sqlalchemy import engine_from_config, pool\n"
        "engine_from_config(config.get_section('alembic'), prefix='sqlalchemy.', poolclass=pool.NullPool)\n"
    )

    assert (False, Unresolved, (False, "written", "poolclass")) == (pool.complete, type(pool.dsn), shown(pool.pooling))


def test_lookups_name_what_another_place_decides() -> None:
    """An environment variable with a default is unresolved here, with the expression for the graph."""
    pool = only("import os, asyncpg\nasyncpg.create_pool(DSN, max_size=int(os.getenv('POOL_SIZE', '5')))\n")
    (name, expression) = pool.lookups[0]

    assert ("max_size", ("POOL_SIZE",), "set from the environment variable POOL_SIZE") == (
        name,
        expression.names if isinstance(expression, EnvLookup) else None,
        pool.max_size.note,
    )


def test_parts_get_libpq_names_and_hide_the_password() -> None:
    """Separate arguments become parts under libpq's names; the password is a secret everywhere."""
    pool = only("import asyncpg\nasyncpg.connect(host='db', user='app', password='hunter2', database='shop')\n")

    assert isinstance(pool.dsn, Items)
    values = {name: part.value if isinstance(part, Literal) else None for name, part in pool.dsn.items}

    assert {"host": "db", "user": "app", "password": Secret("hunter2"), "dbname": "shop"} == values
    assert "hunter2" not in repr(pool)


@pytest.mark.parametrize(
    "text",
    [
        "import asyncpg\nasyncpg.connect('postgres://app:hunter2@db/shop')\n",
        "import asyncpg\nasyncpg.connect(f'postgres://app:hunter2@{host}/shop')\n",
        "import asyncpg, os\nasyncpg.connect(os.getenv('U', 'postgres://app:hunter2@db/shop'))\n",
        "import sqlalchemy\nsqlalchemy.create_engine(sqlalchemy.URL.create('postgresql', 'app', 'hunter2', 'db'))\n",
        "import redis\nredis.Redis('h', 6379, 0, 'hunter2')\n",
    ],
    ids=["literal", "f-string", "default", "builder", "position"],
)
def test_no_password_is_printed(text: str) -> None:
    """However a password is written, the fact does not show it."""
    shown_as = repr(only(text))

    assert "hunter2" not in shown_as


def test_a_creator_hides_the_address() -> None:
    """A function that opens connections beats the URL, which only names the dialect."""
    pool = only("from sqlalchemy import create_engine\ncreate_engine('postgresql://', creator=connect)\n")

    assert "it is inside what is given as creator" == (pool.dsn.why if isinstance(pool.dsn, Unresolved) else "")


def test_run_time_parameters_keep_how_they_are_sent() -> None:
    """`options` and `server_settings` are taken apart, each with the place of its value."""
    source = Source.decode(
        "a.py", b"import psycopg2\npsycopg2.connect('x', options='-c search_path=app --jit=off', application_name='w')\n"
    )
    (pool,) = client_calls.extract(source, FORMAT.read(source))

    assert [
        ("search_path", "app", "options", "app"),
        ("jit", "off", "options", "off"),
        ("application_name", "w", "keyword", "w"),
    ] == [(name, value.value, value.note, source.at(value.span) if value.span else "") for name, value in pool.startup_parameters]


def test_arguments_carry_exact_places() -> None:
    """An edit finds each value, nested ones included, at its span."""
    text = (
        "from sqlalchemy import create_engine\n"
        "e = create_engine(\n    URL,\n    pool_size=20, connect_args={'options': '-c jit=off'},\n)\n"
    )
    source = Source.decode("a.py", text.encode())
    (pool,) = client_calls.extract(source, FORMAT.read(source))

    assert {"url": "URL", "pool_size": "20", "connect_args.options": "-c jit=off"} == {
        name: source.at(value.span) for name, value in pool.arguments if value.span
    }


def test_scope_and_module_come_from_the_code() -> None:
    """The fact says where it stands: module, function, target."""
    pool = only("import asyncpg\nasync def handler():\n    pool = await asyncpg.create_pool()\n")

    assert ("app.db", "handler", "pool") == (pool.module, pool.scope.function, pool.scope.assigned_to)


@pytest.mark.parametrize(
    "text",
    [
        "from sqlalchemy.ext.asyncio import async_sessionmaker\nasync_sessionmaker(engine)\n",
        "from sqlalchemy import create_engine\n",
        "def create_pool(): ...\ncreate_pool(max_size=5)\n",
    ],
    ids=["sessionmaker", "import-only", "namesake"],
)
def test_other_calls_are_no_clients(text: str) -> None:
    """Sessions, imports and functions of the same name open nothing."""
    found = pools(text)

    assert [] == found


def test_triggers_cover_every_callee() -> None:
    """A module whose text holds none of the triggers cannot name a constructor."""
    missing = [
        each
        for each in ("asyncpg", "psycopg", "psycopg_pool", "psycopg2", "sqlalchemy", "redis")
        if each not in client_libraries.SURFACE.triggers
    ]

    assert [] == missing


def test_unresolved_values_are_not_defaults() -> None:
    """An unknown driver mapping leaves the driver's defaults unknown, and the pool's own known."""
    pool = only("from psycopg_pool import ConnectionPool\nConnectionPool(DSN, kwargs=build())\n")

    assert (Origin.UNRESOLVED, Origin.DEFAULT) == (pool.prepare_threshold.origin, pool.min_size.origin)
