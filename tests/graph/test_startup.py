"""Run-time parameters that clients send when they connect, against what the pooler accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

COMPOSE = """services:
  web:
    build: .
    command: uvicorn app:app
  pgbouncer:
    image: edoburu/pgbouncer:1.24.1
    volumes: ['./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini']
"""
INI = "[databases]\n* = host=db\n\n[pgbouncer]\nlisten_port = 6432\nignore_startup_parameters = {ignored}\n"
ASYNCPG = "import asyncpg\n\n\nasync def pool():\n    return await asyncpg.create_pool('postgresql://app@pgbouncer:6432/shop{query}'{more})\n"
PSYCOPG = "import psycopg\n\n\ndef connect():\n    return psycopg.connect('postgresql://app@pgbouncer:6432/shop{query}'{more})\n"


def sent(graph: Graph) -> list[tuple[object, ...]]:
    """Name, value, way, tracked, ignored and harmless of each parameter."""
    return [
        (each.name, each.value.value, each.how, each.tracked.value, each.ignored.value, each.cosmetic)
        for each in graph.startup_parameters
    ]


@pytest.mark.parametrize(
    ("code", "ignored", "expected"),
    [
        pytest.param(ASYNCPG.format(query="", more=", server_settings={'statement_timeout': '5s'}"), "x",
                     ("statement_timeout", "5s", "server_settings", False, False, False), id="refused"),
        pytest.param(ASYNCPG.format(query="", more=", server_settings={'Statement_Timeout': '5s'}"), "statement_timeout",
                     ("statement_timeout", "5s", "server_settings", False, True, False), id="dropped"),
        pytest.param(ASYNCPG.format(query="", more=", server_settings={'application_name': 'web'}"), "x",
                     ("application_name", "web", "server_settings", True, False, True), id="followed"),
        pytest.param(ASYNCPG.format(query="", more=", server_settings={'extra_float_digits': '1'}"), "extra_float_digits",
                     ("extra_float_digits", "1", "server_settings", False, True, True), id="harmless"),
        pytest.param(PSYCOPG.format(query="?options=-c%20statement_timeout%3D5000", more=""), "options",
                     ("statement_timeout", "5000", "options", False, True, False), id="options are dropped as a whole"),
        pytest.param(PSYCOPG.format(query="?options=-c%20statement_timeout%3D5000", more=""), "statement_timeout",
                     ("statement_timeout", "5000", "options", False, True, False), id="one of the options is dropped"),
        pytest.param(PSYCOPG.format(query="", more=", options='-c search_path=a'"), "x",
                     ("search_path", "a", "options", False, False, False), id="options of the call"),
    ],
)  # fmt: skip
def test_a_parameter_meets_the_pooler(
    graph_of: Callable[..., Graph], code: str, ignored: str, expected: tuple[object, ...]
) -> None:
    """Followed, dropped or refused, by the pooler's lists."""
    files = {"app/db.py": code, "pgbouncer.ini": INI.format(ignored=ignored)}

    assert [expected] == sent(graph_of({**files, "docker-compose.yml": COMPOSE}))


def test_without_a_pooler_nothing_is_refused(graph_of: Callable[..., Graph]) -> None:
    """The server takes every parameter, so there is nothing to judge."""
    code = ASYNCPG.format(query="", more=", server_settings={'statement_timeout': '5s'}").replace("pgbouncer:6432", "db:5432")

    assert [] == sent(graph_of({"app/db.py": code}))


LIB_PQ = """package main

import (
	"database/sql"

	_ "github.com/lib/pq"
)

func open() (*sql.DB, error) {
	return sql.Open("postgres", "postgres://app@pgbouncer:6432/shop{query}")
}
"""


@pytest.mark.parametrize(
    ("query", "pin", "expected"),
    [
        pytest.param("", "v1.10.9", [("extra_float_digits", "2", "driver default", False, False, True)], id="1.10"),
        pytest.param("", "v1.11.0", [], id="1.11"),
        pytest.param("", "", [], id="no release"),
        pytest.param("?extra_float_digits=1", "v1.10.9",
                     [("extra_float_digits", "1", "connection string", False, False, True)], id="another value"),
    ],
)  # fmt: skip
def test_what_a_driver_sends_by_itself(
    graph_of: Callable[..., Graph], query: str, pin: str, expected: list[tuple[object, ...]]
) -> None:
    """Releases of lib/pq before 1.11 send extra_float_digits with every connection; without a release nothing is sure."""
    module = "module shop\n\ngo 1.19\n" + (f"\nrequire github.com/lib/pq {pin}\n" if pin else "")
    files = {"main.go": LIB_PQ.replace("{query}", query), "go.mod": module, "pgbouncer.ini": INI.format(ignored="x")}

    assert expected == sent(graph_of({**files, "docker-compose.yml": COMPOSE}))
