"""Keys that the library at hand does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.catalog.connection_keys import IGNORED, REFUSED, SENT, WAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

ENGINE = "from sqlalchemy.ext.asyncio import create_async_engine\n\nengine = create_async_engine('{url}'{more})\n"
POOL = "from psycopg_pool import ConnectionPool\n\npool = ConnectionPool('{url}'{more})\n"
CONNECT = "import {library}\n\nlink = {library}.connect('{url}'{more})\n"
URL = "postgresql://app@db/shop"


def keys(graph: Graph) -> list[tuple[str, str, str]]:
    """Name, place and effect of each."""
    return [(each.name, each.place, each.effect) for each in graph.connection_keys]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            ENGINE.format(url="postgresql+asyncpg://app@db/shop?sslmode=require&channel_binding=require&ssl=require", more=""),
            [("sslmode", "the connection string", REFUSED), ("channel_binding", "the connection string", REFUSED)],
            id="asyncpg below SQLAlchemy",
        ),
        pytest.param(
            ENGINE.format(url="postgresql+asyncpg://app@db/shop", more=", connect_args={'sslmode': 'require', 'timeout': 5}"),
            [("sslmode", "connect_args", REFUSED)],
            id="its arguments",
        ),
        pytest.param(
            ENGINE.format(url="postgresql+asyncpg://app@db/shop", more=", connect_args=options"),
            [],
            id="arguments that are not shown",
        ),
        pytest.param(
            ENGINE.format(url="postgresql+psycopg://app@db/shop?prepare_threshold=0&autocommit=true", more=""),
            [("prepare_threshold", "the connection string", REFUSED)],
            id="a number as text",
        ),
        pytest.param(
            ENGINE.format(url="postgresql://app@db/shop?pool_size=5&cursor_factory=x", more=""),
            [("pool_size", "the connection string", REFUSED)],
            id="either of two drivers",
        ),
        pytest.param(ENGINE.format(url="mysql+aiomysql://app@db/shop?charset=utf8", more=""), [], id="another server"),
        pytest.param(
            CONNECT.format(library="psycopg", url=URL, more=", database='shop', prepare_threshold=None"),
            [("database", "the call", REFUSED)],
            id="psycopg names the database otherwise",
        ),
        pytest.param(CONNECT.format(library="psycopg2", url=URL, more=", database='shop'"), [], id="psycopg2 does not"),
        pytest.param(
            CONNECT.format(library="psycopg2", url="host=db pgbouncer=true", more=""),
            [("pgbouncer", "the connection string", REFUSED)],
            id="keyword form",
        ),
        pytest.param(CONNECT.format(library="psycopg2", url=f"{URL}?ssl=true&gssencmode=disable", more=""), [], id="libpq's own"),
        pytest.param(
            POOL.format(url=URL, more=", pool_size=5, kwargs={'schema': 'x', 'autocommit': True}"),
            [("pool_size", "the call", REFUSED), ("schema", "kwargs", REFUSED)],
            id="psycopg_pool",
        ),
        pytest.param(
            CONNECT.format(library="asyncpg", url=f"{URL}?connect_timeout=3&search_path=x&app.tenant=1&sslmode=require", more=""),
            [("connect_timeout", "the connection string", SENT)],
            id="asyncpg sends what it does not know",
        ),
    ],
)
def test_python(graph_of: Callable[..., Graph], code: str, expected: list[tuple[str, str, str]]) -> None:
    """What drivers of Python refuse was seen in runs of them."""
    assert expected == keys(graph_of({"app/db.py": code}))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('pgxpool.New(ctx, "{url}?pool_max_conns=5&pgbouncer=true")', [("pgbouncer", "the connection string", SENT)]),
        ('pgx.Connect(ctx, "{url}?pool_max_conns=5&sslmode=disable")', [("pool_max_conns", "the connection string", SENT)]),
        ('sql.Open("pgx", "{url}?pool_max_conns=5&statement_timeout=1")', [("pool_max_conns", "the connection string", SENT)]),
    ],
)
def test_go(graph_of: Callable[..., Graph], code: str, expected: list[tuple[str, str, str]]) -> None:
    """Only pgxpool takes the keys of a pool out of the string."""
    packages = (
        '"database/sql"\n\t"github.com/jackc/pgx/v5"\n\t"github.com/jackc/pgx/v5/pgxpool"\n\t_ "github.com/jackc/pgx/v5/stdlib"'
    )
    text = f"package main\n\nimport (\n\t{packages}\n)\n\nfunc main() {{\n\tdb, _ := {code.format(url=URL)}\n}}\n"

    assert expected == keys(graph_of({"main.go": text}))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f'postgres("{URL}?pgbouncer=true&max=3", {{ poolSize: 3 }})',
         [("pgbouncer", "the connection string", SENT), ("poolSize", "the call", IGNORED)]),
        (f'new Pool({{ connectionString: "{URL}?max=3&sslmode=require", idleTimeout: 5, poolSize: 3 }})',
         [("max", "the connection string", IGNORED), ("idleTimeout", "the call", IGNORED)]),
    ],
)  # fmt: skip
def test_javascript(graph_of: Callable[..., Graph], code: str, expected: list[tuple[str, str, str]]) -> None:
    """Postgres.js sends on what node-postgres passes over; `poolSize` is another name for `max` in the latter."""
    head = 'import { Pool } from "pg";\nimport postgres from "postgres";\n\n'

    assert expected == keys(graph_of({"src/db.ts": f"{head}export const db = {code};\n"}))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("'ENGINE': 'django.db.backends.postgresql', 'OPTIONS': {'CONN_MAX_AGE': 5, 'pool': True}", ["CONN_MAX_AGE"]),
        ("'ENGINE': 'django_tenants.postgresql_backend', 'OPTIONS': {'own': 5}", []),
        ("'ENGINE': 'django.db.backends.mysql', 'OPTIONS': {'charset': 'utf8'}", []),
    ],
)
def test_django(graph_of: Callable[..., Graph], settings: str, expected: list[str]) -> None:
    """OPTIONS go to psycopg, unless the backend is somebody else's."""
    graph = graph_of({"shop/settings.py": f"DATABASES = {{'default': {{{settings}, 'HOST': 'db', 'NAME': 'shop'}}}}\n"})

    assert expected == [each.name for each in graph.connection_keys]


NPGSQL = "Host=db.shop.com;Username=app;Database=shop"


@pytest.mark.parametrize(
    ("string", "expected"),
    [
        (f"{NPGSQL};Max Pool Size=20", [("Max Pool Size", "write Maximum Pool Size")]),
        (f"{NPGSQL};MinimumPoolSize=2", [("MinimumPoolSize", "write Minimum Pool Size")]),
        (f"{NPGSQL};Comand Timeout=20", [("Comand Timeout", "write Command Timeout")]),
        (f"{NPGSQL};Max_Auto_Prepare=20", [("Max_Auto_Prepare", "write Max Auto Prepare")]),
        (f"{NPGSQL};MAXPOOLSIZE=20;sslmode=Require;Ssl Mode=Require;No Reset On Close=true", []),
        (f"{NPGSQL};Use Perf Counters=true;Client Certificate=a.pem", []),
        (f"{NPGSQL};OwnKey=1", []),
        ("Server=db.shop.com;Port=5432;Database=shop;Connect Timeout=5", [("Connect Timeout", "write Timeout")]),
        ("Server=db.shop.com;Database=shop;Max Pool Size=20", []),
        ("Server=db.shop.com;Port=5432;Database=shop;Max Pool Size=20;MultipleActiveResultSets=true", []),
    ],
)
def test_npgsql(graph_of: Callable[..., Graph], string: str, expected: list[tuple[str, str]]) -> None:
    """Slips and the words of SqlClient count, in strings that surely are for PostgreSQL."""
    code = f'using Npgsql;\n\nclass Db\n{{\n    static NpgsqlDataSource Source = NpgsqlDataSource.Create("{string}");\n}}\n'
    graph = graph_of({"Db.cs": code})

    assert expected == [(each.name, each.advice) for each in graph.connection_keys]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("jdbc:postgresql://db/shop?sslMode=require", [("sslMode", "write sslmode")]),
        ("jdbc:postgresql://db/shop?prepareTreshold=0", [("prepareTreshold", "write prepareThreshold")]),
        ("jdbc:postgresql://db/shop?connect_timeout=5", [("connect_timeout", "write connectTimeout, in seconds")]),
        ("jdbc:postgresql://db/shop?sslmode=require&options=-c%20a=b&ApplicationName=web", []),
        ("jdbc:postgresql://db/shop?useUnicode=true&characterEncoding=utf8", []),
        ("jdbc:aws-wrapper:postgresql://db/shop?maxLifetime=5", []),
        ("jdbc:mysql://db/shop?sslMode=REQUIRED", []),
    ],
)
def test_pgjdbc(graph_of: Callable[..., Graph], url: str, expected: list[tuple[str, str]]) -> None:
    """What pgJDBC passes over is reported where another key was meant."""
    settings = f"spring:\n  datasource:\n    url: {url}\n    hikari:\n      maximum-pool-size: 5\n"
    graph = graph_of({"src/main/resources/application.yml": settings})

    assert expected == [(each.name, each.advice) for each in graph.connection_keys]
    assert {IGNORED} >= {each.effect for each in graph.connection_keys}


def test_no_secret_in_a_key(graph_of: Callable[..., Graph]) -> None:
    """A key is reported without its value."""
    graph = graph_of({"app/db.py": CONNECT.format(library="psycopg", url="host=db token=hunter2x", more="")})
    (found,) = graph.connection_keys

    assert ("token", False) == (found.name, "hunter2x" in repr(found.written) + repr(found.trail[0]))


def test_every_way_is_proven() -> None:
    """Each way has a source, and lists what it takes, or what it does not, or hands the question to the client's own list."""
    assert [] == [way for way in WAYS if not way.sources or (not way.taken and not way.foreign and way.otherwise != SENT)]
