"""Durations: their units, how long idle connections live, and what ends idle transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

ENGINE = "from sqlalchemy import create_engine\nengine = create_engine('postgresql+psycopg2://app@{host}/shop', {more})\n"
NEON = "ep-cool-name-123456.us-east-2.aws.neon.tech"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("a.py", ENGINE.format(host="db", more="pool_timeout=30"), [("pool_timeout", "30", "s")], id="seconds"),
        pytest.param(
            "a.py", ENGINE.format(host="db", more="pool_recycle=1800000"), [("pool_recycle", "1800000", "s")], id="long"
        ),
        pytest.param("a.py", ENGINE.format(host="db", more="pool_recycle=-1"), [], id="special"),
        pytest.param(
            "a.ts",
            'import pg from "pg";\nnew pg.Pool({ idleTimeoutMillis: 500 });\n',
            [("idleTimeoutMillis", "500", "ms")],
            id="milliseconds",
        ),
        pytest.param("postgresql.conf", "max_connections = 9\nlock_timeout = 30\n", [("lock_timeout", "30", "ms")], id="server"),
        pytest.param("postgresql.conf", "max_connections = 9\nlock_timeout = 30s\n", [], id="with its unit"),
        pytest.param(
            "pgbouncer.ini",
            "[databases]\n[pgbouncer]\nquery_timeout = 30\nserver_lifetime = 9\n",
            [("query_timeout", "30", "s")],
            id="pooler",
        ),
    ],
)
def test_durations_without_a_unit(
    path: str, text: str, expected: list[tuple[str, str, str]], graph_of: Callable[..., Graph]
) -> None:
    """Bare numbers are told with the unit in which they are read."""
    assert expected == [(each.name, each.written, each.unit) for each in graph_of({path: text}).timings]


@pytest.mark.parametrize(
    ("host", "more", "kept", "closed"),
    [
        pytest.param(NEON, "pool_recycle=3600", 3600.0, 300.0, id="a provider's limit"),
        pytest.param(NEON, "pool_size=5", None, 300.0, id="no age"),
        pytest.param("db.shop.com", "pool_recycle=60", 60.0, None, id="an unknown host"),
    ],
)
def test_idle_connections(host: str, more: str, kept: float | None, closed: float | None, graph_of: Callable[..., Graph]) -> None:
    """A route knows how long its client keeps idle connections, and how long the other side does."""
    (route,) = graph_of({"a.py": ENGINE.format(host=host, more=more)}).routes

    assert (kept, closed) == (route.client.keeps_idle.value, route.closes_idle.value)


@pytest.mark.parametrize(
    ("conf", "others", "expected"),
    [
        pytest.param("", {}, False, id="nothing"),
        pytest.param("idle_in_transaction_session_timeout = 60s\n", {}, True, id="the server"),
        pytest.param("transaction_timeout = 60s\n", {}, True, id="the transaction"),
        pytest.param("include 'more.conf'\n", {}, None, id="an included file"),
        pytest.param("", {"a.sql": "ALTER ROLE app SET idle_in_transaction_session_timeout = '60s';\n"}, True, id="a role"),
        pytest.param("", {"pgbouncer.ini": "[databases]\n[pgbouncer]\nidle_transaction_timeout = 60\n"}, True, id="a pooler"),
    ],
)
def test_what_ends_idle_transactions(
    conf: str, others: dict[str, str], *, expected: bool | None, graph_of: Callable[..., Graph]
) -> None:
    """The server itself, a role, or a pooler may end a transaction that idles."""
    graph = graph_of({"postgresql.conf": f"max_connections = 9\n{conf}", **others})

    assert [expected] == [each.bounds_idle_transactions.value for each in graph.servers]
