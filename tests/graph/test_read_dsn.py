"""Connection strings of clients: what variables of libpq add."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

NODE = "import { Pool } from 'pg'\nexport const pool = new Pool({})\n"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("db.py", "import psycopg2\nconn = psycopg2.connect(dbname='shop')\n", ("db", 6432, "app", "shop")),
        ("db.py", "import psycopg2\nconn = psycopg2.connect(host='other', port=1)\n", ("other", 1, "app", "stock")),
        ("db.ts", NODE, ("db", 6432, "app", "stock")),
        ("db.py", "import psycopg2\nconn = psycopg2.connect(service='x')\n", (None, None, None, None)),
        ("db.py", "import pymysql\nconn = pymysql.connect(db='shop')\n", (None, None, None, "shop")),
    ],
    ids=["a part of its own", "its own parts win", "node-postgres", "a service says it", "no client of PostgreSQL"],
)
def test_variables_of_libpq(graph_of: Callable[..., Graph], path: str, text: str, expected: tuple[object, ...]) -> None:
    """They give the parts that the call does not, to the clients that read them."""
    env = "PGHOST=db\nPGPORT=6432\nPGUSER=app\nPGDATABASE=stock\n"
    (route,) = graph_of({path: text, ".env": env}).routes
    dsn = route.dsn

    assert expected == ((dsn.host.value, dsn.port.value, dsn.user.value, dsn.database.value) if dsn else (None,) * 4)


def test_nothing_is_said_without_a_host(graph_of: Callable[..., Graph]) -> None:
    """A client that is given nothing, and no host by a variable, leads nowhere that is known."""
    (route,) = graph_of({"db.ts": NODE, ".env": "PGUSER=app\n"}).routes

    assert route.dsn is None


PGX = (
    'package main\n\nimport (\n\t"context"\n\n\t"github.com/jackc/pgx/v5/pgxpool"\n)\n\n'
    'func open(ctx context.Context) {{\n\tpgxpool.New(ctx, "{url}")\n}}\n'
)
LIB_PQ = (
    'package main\n\nimport (\n\t"database/sql"\n\n\t_ "github.com/lib/pq"\n)\n\n'
    'func open() {{\n\tsql.Open("postgres", "{url}")\n}}\n'
)


@pytest.mark.parametrize(
    ("code", "pin", "expected"),
    [
        pytest.param(LIB_PQ, "github.com/lib/pq v1.10.9", ("db", None), id="lib/pq"),
        pytest.param(PGX, "", ("db", None), id="pgx of any release"),
        pytest.param(PGX, "github.com/jackc/pgx/v5 v5.10.0", ("db", None), id="pgx 5.10.0"),
        pytest.param(PGX, "github.com/jackc/pgx/v5 v5.11.0", (None, "@"), id="pgx after it"),
    ],
)
def test_the_at_sign_that_ends_a_password_in_go(
    graph_of: Callable[..., Graph], code: str, pin: str, expected: tuple[str, str | None]
) -> None:
    """net/url takes the last one, as lib/pq and pgx did until pgx got a reader of its own."""
    module = "module shop\n\ngo 1.23\n" + (f"\nrequire {pin}\n" if pin else "")
    text = code.format(url="postgres://app:Zq7@kk21vw@db:5432/shop")
    (route,) = graph_of({"main.go": text, "go.mod": module}).routes
    dsn = route.dsn

    assert dsn is not None
    assert expected == (dsn.host.value, dsn.unencoded.value)
