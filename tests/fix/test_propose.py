"""From the lines of a rule page to exact changes, and back through the readers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.discover.source import Source
from poolaudit.facts.setting import Setting
from poolaudit.fix.apply import apply_fixes
from poolaudit.fix.propose import propose
from poolaudit.lint.assignment import Assignment, compile_assignment
from poolaudit.lint.finding import Change, Confidence, Finding, Fix, Severity
from poolaudit.lint.words import TEXT, Word
from poolaudit.scan import survey

if TYPE_CHECKING:
    from pathlib import Path

    from poolaudit.graph.route import Route

COMPOSE = (
    "services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: postgres://app:secret@pgbouncer:6432/shop\n"
    "  pgbouncer:\n    image: edoburu/pgbouncer:1.23.1\n    volumes:\n      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini\n"
)
POOLER = "[databases]\nshop = host=db pool_size=5\n[pgbouncer]\nlisten_port = 6432\npool_mode = transaction\n[users]\n"
CLIENTS = {
    "asyncpg": "import os, asyncpg\npool = asyncpg.create_pool(os.environ['DATABASE_URL'])\n",
    "sqlalchemy": "import sqlalchemy.ext.asyncio as sa\n"
    "engine = sa.create_async_engine('postgresql+asyncpg://app:secret@pgbouncer:6432/shop')\n",
    "psycopg_pool": "import os\nfrom psycopg_pool import ConnectionPool as Pool\npool = Pool(os.environ['DATABASE_URL'])\n",
}
"""One client of each kind: what it is called with decides the edit."""


def route(root: Path, code: str, pooler: str = POOLER) -> Route:
    """The only route of a small repository."""
    (root / "app").mkdir(exist_ok=True)
    (root / "app/db.py").write_text(code)
    (root / "docker-compose.yml").write_text(COMPOSE)
    (root / "pgbouncer.ini").write_text(pooler)
    (root / "requirements.txt").write_text("asyncpg==0.31.0\n")
    routes = survey(root).graph.routes

    assert [each.span.path for each in routes] == ["app/db.py"]
    return routes[0]


def fix(subject: Any, *lines: str, on: str = "route") -> Fix | None:
    """What these lines propose."""
    return propose([compile_assignment(line, on) for line in lines], subject)


def mend(root: Path, proposed: Fix | None) -> None:
    """Apply a fix, and see that nothing of it was refused."""
    assert proposed is not None
    made = Finding("r", "PA999", Severity.ERROR, Confidence.HIGH, "m", proposed.changes[0].span, (), "", "f", proposed)
    assert apply_fixes(root, [made], write=True).refused == ()


@pytest.mark.parametrize(
    ("client", "title", "written"),
    [
        ("asyncpg", "set statement_cache_size=0", "asyncpg.create_pool(os.environ['DATABASE_URL'], statement_cache_size=0)"),
        (
            "sqlalchemy",
            "set connect_args.statement_cache_size=0, set connect_args.prepared_statement_cache_size=0",
            'shop\', connect_args={"statement_cache_size": 0, "prepared_statement_cache_size": 0})',
        ),
        (
            "psycopg_pool",
            "set kwargs.prepare_threshold=None",
            "Pool(os.environ['DATABASE_URL'], kwargs={\"prepare_threshold\": None})",
        ),
    ],
)
def test_statement_names_are_switched_off_as_the_driver_wants_it(tmp_path: Path, client: str, title: str, written: str) -> None:
    """The edit comes from the catalog, and the readers see its effect."""
    code = CLIENTS[client]
    before = route(tmp_path, code)
    proposed = fix(before, "set client.names_statements = false")
    mend(tmp_path, proposed)
    text = (tmp_path / "app/db.py").read_text()

    assert (True, title, True) == (before.client.names_statements.value, proposed.title if proposed else "", written in text)
    assert route(tmp_path, text).client.names_statements.value is False


@pytest.mark.parametrize(
    ("client", "written"),
    [
        ("sqlalchemy", "shop', pool_pre_ping=True)"),
        ("psycopg_pool", "Pool(os.environ['DATABASE_URL'], check=Pool.check_connection)"),
    ],
)
def test_liveness_checks_are_switched_on(tmp_path: Path, client: str, written: str) -> None:
    """The value names its class as the file imports it, and the readers see its effect."""
    code = CLIENTS[client]
    before = route(tmp_path, code)
    mend(tmp_path, fix(before, "set client.checks_liveness = true"))
    text = (tmp_path / "app/db.py").read_text()

    assert written in text
    assert (False, True) == (before.client.checks_liveness.value, route(tmp_path, text).client.checks_liveness.value)


@pytest.mark.parametrize(
    "line", ["set client.checks_liveness = true", "set client.names_statements = true", "set client.kind_of = 1"][:2]
)
def test_what_no_library_offers_has_no_fix(tmp_path: Path, line: str) -> None:
    """There is no liveness check in asyncpg, and nobody wants statement names on."""
    assert fix(route(tmp_path, CLIENTS["asyncpg"]), line) is None


@pytest.mark.parametrize(
    ("line", "pooler", "after"),
    [
        (
            "set pooler.max_prepared = 100",
            POOLER,
            POOLER.replace("transaction\n", "transaction\nmax_prepared_statements = 100\n"),
        ),
        (
            'set pooler.ignored_parameters += "extra_float_digits"',
            POOLER,
            POOLER.replace("transaction\n", "transaction\nignore_startup_parameters = extra_float_digits\n"),
        ),
        (
            'set pooler.ignored_parameters += "extra_float_digits"',
            POOLER.replace("[users]", "ignore_startup_parameters = a,b  \n[users]"),
            POOLER.replace("[users]", "ignore_startup_parameters = a,b,extra_float_digits  \n[users]"),
        ),
        (
            'set pooler.ignored_parameters += "extra_float_digits"',
            POOLER.replace("[users]", "ignore_startup_parameters = options\n[users]"),
            POOLER.replace("[users]", "ignore_startup_parameters = options, extra_float_digits\n[users]"),
        ),
        ('set pooler.mode = "session"', POOLER, POOLER.replace("transaction", "session")),
        (
            'set pooler.mode = "session"',
            POOLER.replace("pool_size=5", "pool_mode=transaction"),
            POOLER.replace("pool_size=5", "pool_mode=session"),
        ),
        ("set pooler.query_wait_timeout = 30 * seconds", POOLER, POOLER.replace("action\n", "action\nquery_wait_timeout = 30\n")),
    ],
    ids=["new-key", "new-list", "tight-list", "spaced-list", "value", "entry", "duration"],
)
def test_a_pooler_is_set_in_its_own_file(tmp_path: Path, line: str, pooler: str, after: str) -> None:
    """A value is replaced where it is in force; a new key goes to the end of the global section; a list keeps its style."""
    mend(tmp_path, fix(route(tmp_path, CLIENTS["asyncpg"], pooler), line))

    assert after == (tmp_path / "pgbouncer.ini").read_text()


def test_a_list_that_holds_the_value_needs_no_fix(tmp_path: Path) -> None:
    """Nothing is added twice."""
    pooler = POOLER.replace("[users]", "ignore_startup_parameters = extra_float_digits\n[users]")

    assert fix(route(tmp_path, CLIENTS["asyncpg"], pooler), 'set pooler.ignored_parameters += "extra_float_digits"') is None


def test_a_part_of_a_connection_string_is_replaced_where_it_stands(tmp_path: Path) -> None:
    """The port is written in the compose file, so it changes there and the route follows."""
    before = route(tmp_path, CLIENTS["asyncpg"])
    mend(tmp_path, fix(before, "set dsn.port = 6543"))

    assert (tmp_path / "docker-compose.yml").read_text() == COMPOSE.replace(":6432/", ":6543/")


def test_several_lines_are_one_fix_or_none(tmp_path: Path) -> None:
    """A line without a place takes the others with it."""
    found = route(tmp_path, CLIENTS["sqlalchemy"])
    both = fix(found, "set client.checks_liveness = true", "set dsn.port = 6543")

    assert both is not None
    assert ("set pool_pre_ping=True, set port = 6543", ["argument", "value"]) == (
        both.title,
        [each.kind for each in both.changes],
    )
    assert fix(found, "set client.checks_liveness = true", "set endpoint.host = endpoint.twin") is None


SOURCE = Source("a.env", "postgres://h.example:5432/d")
HOST = Setting.written("h.example", SOURCE.span(11, 20), "host")
PORT = Setting.written(5432, SOURCE.span(21, 25), "port")


def assignment(target: Setting[Any], source: Setting[str]) -> Assignment:
    """`set endpoint.host = endpoint.twin` over given settings."""
    words = [
        Word(name, TEXT, is_setting=True, nullable=False, read=lambda _, given=given: given)
        for name, given in (("endpoint.host", target), ("endpoint.twin", source))
    ]
    return Assignment("set endpoint.host = endpoint.twin", words[0], "=", None, words[1])


def dsn(port: Setting[Any], grammar: str = "url") -> SimpleNamespace:
    """A subject with a connection string."""
    return SimpleNamespace(dsn=SimpleNamespace(port=port, grammar=grammar))


@pytest.mark.parametrize(
    ("twin", "port", "grammar", "expected"),
    [
        ("p.example", PORT, "url", [(11, 9, "p.example")]),
        ("p.example:6543", PORT, "url", [(11, 9, "p.example"), (21, 4, "6543")]),
        ("p.example:6543", Setting.absent("port"), "url", [(11, 9, "p.example:6543")]),
        ("p.example:6543", Setting.absent("port"), "keyword", None),
        ("p.example:6543", Setting.unresolved("why", None, "port"), "url", None),
        ("p example", PORT, "url", None),
        (None, PORT, "url", None),
    ],
)
def test_a_host_becomes_its_twin(
    twin: str | None, port: Setting[Any], grammar: str, expected: list[tuple[int, int, str]] | None
) -> None:
    """A twin with a port changes the port too, where a place for it is known."""
    source: Setting[str] = Setting.derived(twin, "twin", "x") if twin else Setting.absent("twin")
    found = propose([assignment(HOST, source)], dsn(port, grammar))

    assert expected == (found and [(each.span.offset, each.span.length, each.text) for each in found.changes])


@pytest.mark.parametrize("origin", ["derived", "default", "unresolved"])
def test_a_value_that_is_not_written_is_not_replaced(origin: str) -> None:
    """Only a written value stands in exactly one place."""
    settings = {
        "derived": Setting.derived("h", "host", "two lookups", HOST),
        "default": Setting.default("h", "host", "libpq"),
        "unresolved": Setting[str].unresolved("it is computed", HOST.span, "host"),
    }

    assert propose([assignment(settings[origin], HOST)], dsn(PORT)) is None


def test_a_change_tells_what_it_expects() -> None:
    """The old characters go with the change, so that a file that changed meanwhile is noticed."""
    found = propose([assignment(HOST, Setting.derived("p", "twin", "x"))], dsn(PORT))
    expected = Fix("set host = p", (Change("value", SOURCE.span(11, 20), "p", label="host = p", expected="h.example"),))

    assert expected == found


def test_no_lines_are_no_fix() -> None:
    """A rule without `fix:` proposes nothing."""
    assert propose([], dsn(PORT)) is None
