"""Transactions that go through a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

POOL = "const { Pool } = require('pg');\nconst pool = new Pool(process.env.DATABASE_URL);\n"
GO = 'package store\n\nimport (\n\t"database/sql"\n)\n\n'


def found(graph: Graph) -> list[tuple[object, ...]]:
    """Line, receiver, method, library, engine and whether there is one connection, for each."""
    return [
        (each.span.line, each.receiver, each.call, each.library, each.engine.value, each.lone_connection.value)
        for each in graph.pool_transactions
    ]


@pytest.mark.parametrize(
    ("export", "wanted"),
    [
        ("module.exports = pool;\n", "const pool = require('./db');\n"),
        ("module.exports = { pool };\n", "const { pool } = require('./db');\n"),
        ("exports.pool = pool;\n", "const { pool } = require('./db');\n"),
        ("export default pool;\n", "import pool from './db';\n"),
        ("export { pool };\n", "import { pool } from './db';\n"),
    ],
    ids=["module", "member of module", "member of exports", "default", "named"],
)
def test_pool_of_another_file(graph_of: Callable[..., Graph], export: str, wanted: str) -> None:
    """However a module hands its pool on, BEGIN through it is found, though nothing else in that file opens connections."""
    graph = graph_of(
        {"src/db.js": POOL + export, "src/pay.js": f"{wanted}async function pay() {{ await pool.query('BEGIN') }}\n"}
    )

    assert [(2, "pool", "query", "node-postgres", "postgresql", False)] == found(graph)


def test_trail_shows_pool_and_end(graph_of: Callable[..., Graph]) -> None:
    """A reader is led from the pool over BEGIN to each statement that is to end the transaction, in the same function alone."""
    code = (
        "async function pay() {\n  await pool.query('BEGIN');\n  await pool.query('COMMIT');\n}\n"
        "async function other() { await pool.query('ROLLBACK') }\n"
    )
    graph = graph_of({"src/pay.js": POOL + code})

    assert [(2, "pg.Pool"), (4, "pool.query: BEGIN"), (5, "pool.query: COMMIT")] == [
        (step.span and step.span.line, step.text) for step in graph.pool_transactions[0].trail
    ]


@pytest.mark.parametrize(
    "code",
    [
        "async function pay() { await pool.query('BEGIN; UPDATE a SET b = 1; COMMIT') }\n",
        "async function pay() { const one = await pool.connect(); await one.query('BEGIN') }\n",
        "async function pay(one) { await one.query('BEGIN') }\n",
        "async function pay() { await pool.on('BEGIN') }\n",
    ],
    ids=["ended by its own text", "one connection", "object of a caller", "no statement"],
)
def test_what_is_none(graph_of: Callable[..., Graph], code: str) -> None:
    """A whole transaction in one text, one connection and an unknown object are no transactions on a pool."""
    assert [] == found(graph_of({"src/pay.js": POOL + code}))


def test_one_connection(graph_of: Callable[..., Graph]) -> None:
    """A pool of one connection says so."""
    graph = graph_of({"src/pay.js": POOL.replace(".DATABASE_URL", ".DATABASE_URL, { max: 1 }") + "pool.query('BEGIN');\n"})

    assert [(3, "pool", "query", "node-postgres", "postgresql", True)] == found(graph)


def test_unknown_size(graph_of: Callable[..., Graph]) -> None:
    """A size that a variable gives may be one."""
    pool = POOL.replace(".DATABASE_URL", ".DATABASE_URL, { max: Number(process.env.POOL_MAX) }")
    graph = graph_of({"src/pay.js": f"{pool}pool.query('BEGIN');\n"})

    assert [(3, "pool", "query", "node-postgres", "postgresql", None)] == found(graph)


@pytest.mark.parametrize(
    ("driver", "engine"),
    [("postgres", "postgresql"), ("mysql", "mysql"), ("sqlite3", None)],
)
def test_engine_of_a_declared_class(graph_of: Callable[..., Graph], driver: str, engine: str | None) -> None:
    """What a field's class cannot tell, the clients of that library do: the server behind `*sql.DB`."""
    code = (
        f'{GO}type Store struct {{ db *sql.DB }}\n\nfunc (s *Store) Pay() {{\n\ts.db.Exec("BEGIN")\n}}\n\n'
        f'func Open(url string) (*sql.DB, error) {{\n\treturn sql.Open("{driver}", url)\n}}\n'
    )

    assert [(10, "s.db", "Exec", "database/sql", engine, False)] == found(graph_of({"store/pay.go": code}))


def test_two_servers_of_one_library(graph_of: Callable[..., Graph]) -> None:
    """With a client for SQLite beside one for PostgreSQL nobody knows which one a field holds."""
    code = (
        f'{GO}type Store struct {{ db *sql.DB }}\n\nfunc (s *Store) Pay() {{\n\ts.db.Exec("BEGIN")\n}}\n\n'
        'func Open(url string) (*sql.DB, error) {\n\treturn sql.Open("postgres", url)\n}\n\n'
        'func Memory() (*sql.DB, error) {\n\treturn sql.Open("sqlite3", ":memory:")\n}\n'
    )
    graph = graph_of({"store/pay.go": code})

    assert ["nothing says which server s.db talks to"] == [each.engine.note for each in graph.pool_transactions]
