"""Names to values: which of several places gives a variable its value, and how text is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.route import Route
    from poolaudit.graph.topology import Graph

CODE = """import os

import asyncpg


async def pool():
    return await asyncpg.create_pool({dsn})
"""
DEFAULT = "os.environ.get('DATABASE_URL', 'postgresql://app@code/shop')"
REQUIRED = "os.environ['DATABASE_URL']"
SERVICE = "services:\n  web:\n    build: .\n"
PLATFORM = "DATABASE_URL is perhaps set by the platform, not in the repository"
COMPOSE = "docker-compose.yml"
WRITTEN = "    environment:\n      DATABASE_URL: postgresql://app@manifest/shop\n"
VARIABLE = "    environment:\n      DATABASE_URL: ${URL}\n"
OR_ELSE = "${URL:-postgresql://app@fallback/shop}"
FILE = "    env_file: web.env\n"
DB = "  manifest:\n    image: postgres:16\n  code:\n    image: postgres:16\n"
ENV = "DATABASE_URL=postgresql://app@file/shop\n"
DOCKER = "FROM python:3.12\nENV DATABASE_URL=postgresql://app@image/shop\n"


def hosts(graph: Graph) -> list[object]:
    """Host of each route; the reason where it has no connection string."""
    return [route.endpoint.host.value or route.endpoint.host.note for route in graph.routes]


def only(graph: Graph) -> Route:
    """The only route."""
    (found,) = graph.routes
    return found


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({COMPOSE: SERVICE + FILE + WRITTEN, "web.env": ENV, "Dockerfile": DOCKER}, "manifest", id="manifest"),
        pytest.param({COMPOSE: SERVICE + FILE, "web.env": ENV, "Dockerfile": DOCKER}, "file", id="env file"),
        pytest.param({COMPOSE: SERVICE, "Dockerfile": DOCKER}, "image", id="image"),
        pytest.param({COMPOSE: SERVICE}, "code", id="default of the code"),
        pytest.param({COMPOSE: SERVICE, ".env": ENV}, "code", id="compose's own .env is not the container's"),
        pytest.param({".env": ENV}, "file", id="env file beside code that nothing deploys"),
        pytest.param({}, "code", id="nothing"),
        pytest.param(
            {COMPOSE: SERVICE + "    env_file: [a.env, web.env]\n", "a.env": ENV.replace("file", "a"), "web.env": ENV},
            "file", id="the later env file",
        ),
        pytest.param(
            {COMPOSE: SERVICE + VARIABLE, ".env": ENV.replace("DATABASE_", "")},
            "file", id="a variable of the manifest, set beside it",
        ),
        pytest.param(
            {COMPOSE: SERVICE + WRITTEN.replace("postgresql://app@manifest/shop", OR_ELSE)},
            "fallback", id="a variable of the manifest with a default",
        ),
        pytest.param({COMPOSE: SERVICE + FILE}, "DATABASE_URL is perhaps set in web.env, which is not in the repository",
                     id="an env file that is not there"),
        pytest.param({"Procfile": "web: gunicorn app:app\n"}, PLATFORM, id="procfile"),
    ],
)  # fmt: skip
def test_the_closest_place_gives_the_value(graph_of: Callable[..., Graph], files: dict[str, str], expected: str) -> None:
    """Manifest before env file before image before the code's default; what may be set elsewhere is not known."""
    graph = graph_of({"app/db.py": CODE.format(dsn=DEFAULT), **files})

    assert [expected] == hosts(graph)


@pytest.mark.parametrize(("files", "expected"), [({COMPOSE: SERVICE + WRITTEN + DB}, False), ({COMPOSE: SERVICE + DB}, True)])
def test_a_default_that_a_variable_may_replace_is_an_assumption(
    graph_of: Callable[..., Graph],
    files: dict[str, str],
    expected: bool,  # noqa: FBT001  # a row of the table
) -> None:
    """The code's own default is less sure than what a manifest says."""
    route = only(graph_of({"app/db.py": CODE.format(dsn=DEFAULT), **files}))

    assert (True, expected) == (route.direct.value, route.direct.assumed)


@pytest.mark.parametrize(
    ("dsn", "env", "expected"),
    [
        ("f\"postgresql://app@{os.environ.get('H')}/{os.environ.get('D')}\"", "X=1\n", "it is filled in from H"),
        ("'postgresql://app@%s/shop' % os.getenv('H')", "X=1\n", "it is filled in from H"),
        ("f\"postgresql://app@{os.environ.get('H')}/shop\"", "H=db\n", "db"),
        ("f\"postgresql://app@{os.environ.get('H') or 'code'}/shop\"", "H=\n", "code"),
        ("f\"postgresql://app@{os.environ.get('H', '') or 'code'}/shop\"", "H=\n", "code"),
        ("f\"postgresql://app@{os.environ.get('H') or os.environ.get('I') or 'code'}/shop\"", "H=\nI=db\n", "db"),
        ("f\"postgresql://app@{os.environ.get('H', os.environ.get('I')) or 'code'}/shop\"", "H=\nI=db\n", "code"),
        ("f\"postgresql://app@{os.environ.get('H') or 'code'}/shop\"", "H=db\n", "db"),
        ("f\"postgresql://app@{os.environ['H'] if os.environ.get('H') else 'code'}/shop\"", "H=\n", "code"),
    ],
)
def test_a_variable_that_is_missing_or_empty_is_no_text(
    graph_of: Callable[..., Graph], dsn: str, env: str, expected: str
) -> None:
    """Nobody connects to a host named None, and `or` takes what follows for empty text as well."""
    graph = graph_of({"app/db.py": CODE.format(dsn=dsn), ".env": env})

    assert [expected] == hosts(graph)


@pytest.mark.parametrize(
    ("dsn", "expected"),
    [
        ("os.environ['H']", "H is set by the platform, not in the repository"),
        ("os.environ.get('H', 'postgresql://app@db/shop')", "H is perhaps set by the platform, not in the repository"),
        ("os.environ.get('H') or make()", "H is perhaps set by the platform, not in the repository"),
    ],
)
def test_a_variable_with_a_fallback_need_not_be_set(graph_of: Callable[..., Graph], dsn: str, expected: str) -> None:
    """Only what the code cannot do without is surely set by the platform."""
    graph = graph_of({"app/db.py": CODE.format(dsn=dsn), "Procfile": "web: gunicorn app:app\n"})

    assert [expected] == hosts(graph)


def test_a_variable_that_nobody_sets_is_unresolved(graph_of: Callable[..., Graph]) -> None:
    """The route stays, and says which variable is missing."""
    route = only(graph_of({"app/db.py": CODE.format(dsn=REQUIRED)}))

    assert (None, "nothing in the repository sets DATABASE_URL") == (route.dsn, route.direct.note)


def test_a_variable_that_is_set_for_others(graph_of: Callable[..., Graph]) -> None:
    """What another service or an example sets does not hold for this one, but it is not true that nothing sets it."""
    other = "  other:\n    image: other\n    environment:\n      DATABASE_URL: postgresql://app@db/shop\n"
    files = {"app/db.py": CODE.format(dsn=REQUIRED), COMPOSE: SERVICE + other}

    assert ["nothing that is known to hold here sets DATABASE_URL"] == hosts(graph_of(files))


def test_each_env_file_is_an_environment(graph_of: Callable[..., Graph]) -> None:
    """Code that nothing deploys runs once with each env file beside it."""
    files = {".env": ENV, ".env.production": ENV.replace("file", "live"), ".env.example": ENV.replace("file", "sample")}
    graph = graph_of({"app/db.py": CODE.format(dsn=REQUIRED), **files})

    assert [("", "file", "code"), ("example", "sample", "example"), ("production", "live", "code")] == [
        (route.environment, route.endpoint.host.value, route.context.value) for route in graph.routes
    ]


@pytest.mark.parametrize(
    ("dsn", "env", "expected"),
    [
        ("f\"postgresql://{os.environ['U']}@db:{os.environ['P']}/shop\"", "U=app\nP=5433\n", ("db", 5433, "app")),
        ("'postgresql://' + os.environ['U'] + '@db/shop'", "U=app\n", ("db", 5432, "app")),
        ("'postgresql://%s@%s/shop' % ('app', os.environ['H'])", "H=db\n", ("db", 5432, "app")),
        ("'postgresql://{}@{}/shop'.format('app', os.environ['H'])", "H=db\n", ("db", 5432, "app")),
        ("os.environ['D'].replace('postgres://', 'postgresql://')", "D=postgres://app@db/shop\n", ("db", 5432, "app")),
        ("str(os.environ['D'])", "D=postgres://app@db/shop\n", ("db", 5432, "app")),
        ("host=os.environ['H'], port=int(os.environ['P']), user='app', database='shop'", "H=db\nP=5433\n", ("db", 5433, "app")),
        ("f\"postgresql://app@{os.environ['NONE']}/shop\"", "U=app\n", (None, 5432, "app")),
    ],
)  # fmt: skip
def test_text_is_put_together(graph_of: Callable[..., Graph], dsn: str, env: str, expected: tuple[str | None, int, str]) -> None:
    """Joins, formats, replacements and separate parts give one connection string; a missing part leaves the others known."""
    route = only(graph_of({"app/db.py": CODE.format(dsn=dsn), ".env": env}))

    assert route.dsn is not None
    assert expected == (route.endpoint.host.value, route.endpoint.port.value, route.dsn.user.value)


def test_every_step_of_a_lookup_is_evidence(graph_of: Callable[..., Graph]) -> None:
    """A reader is led from the call by the manifest's variable to the place where its text stands, without the password."""
    compose = SERVICE + "    environment:\n      DATABASE_URL: ${URL}\n"
    files = {
        "app/db.py": CODE.format(dsn=REQUIRED),
        COMPOSE: compose,
        ".env": "URL=postgresql://app:geheim@db/shop\n",
    }
    route = only(graph_of(files))

    assert [
        ("app/db.py", 7, "asyncpg.create_pool"),
        ("docker-compose.yml", 5, "DATABASE_URL = ${URL}"),
        (".env", 1, "DATABASE_URL = postgresql://app:***@db/shop"),
    ] == [(step.span.path, step.span.line, step.text) for step in route.trail if step.span is not None]


def test_the_host_points_into_the_file_that_holds_it(graph_of: Callable[..., Graph]) -> None:
    """Places stay exact through a lookup and a join."""
    code = CODE.format(dsn="f\"postgresql://app@{os.environ['H']}/shop\"")
    span = only(graph_of({"app/db.py": code, ".env": "A=1\nH=db.shop.io\n"})).endpoint.host.span

    assert span is not None
    assert (".env", 2, 3, 10) == (span.path, span.line, span.column, span.length)


@pytest.mark.parametrize(
    ("dsn", "expected"),
    [
        pytest.param("str(engine.url)", True, id="text of the URL of another module's engine"),
        pytest.param("f'{engine.url}'", True, id="inside of text"),
        pytest.param("engine.url.render_as_string()", True, id="rendered"),
        pytest.param("engine.url.render_as_string(hide_password=False)", None, id="rendered with its password"),
        pytest.param("engine.url.render_as_string(False)", None, id="the same by position"),
        pytest.param("engine.url.render_as_string(hide_password=True)", True, id="rendered without on purpose"),
        pytest.param("engine.url.render_as_string(hide_password=hides())", None, id="rendered in a way that is not known"),
        pytest.param("engine.url", None, id="the URL itself"),
        pytest.param("str(make_url(str(engine.url)))", True, id="through another URL"),
    ],
)
def test_a_url_as_text_has_lost_its_password(graph_of: Callable[..., Graph], dsn: str, expected: object) -> None:
    """SQLAlchemy's URL shows `***` when it becomes text."""
    engine = "from sqlalchemy import create_engine\n\nengine = create_engine('postgresql://app:${PW}@db/shop')\n"
    code = f"import psycopg\nfrom sqlalchemy import make_url\n\nfrom app.db import engine\n\nlink = psycopg.connect({dsn})\n"
    graph = graph_of({"app/db.py": engine, "app/other.py": code})

    assert [None, expected] == [route.masked_password.value for route in graph.routes]


@pytest.mark.parametrize(
    ("dsn", "expected"),
    [
        ("process.env.URL || 'postgresql://app@code/shop'", "code"),
        ("process.env.OTHER || process.env.URL || 'postgresql://app@code/shop'", "code"),
        ("process.env.SET || 'postgresql://app@code/shop'", "file"),
    ],
)
def test_javascript_takes_empty_text_for_missing(graph_of: Callable[..., Graph], dsn: str, expected: str) -> None:
    """`||` gives what follows for a variable that is set to nothing."""
    code = f"import {{ Pool }} from 'pg'\nexport const pool = new Pool({{ connectionString: {dsn} }})\n"
    graph = graph_of({"src/db.ts": code, ".env": "URL=\nSET=postgresql://app@file/shop\n"})

    assert [expected] == hosts(graph)
