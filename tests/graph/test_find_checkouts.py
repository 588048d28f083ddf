"""Connections that are lost when something fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

POOL = "const { Pool } = require('pg');\nconst pool = new Pool(process.env.DATABASE_URL);\nmodule.exports = pool;\n"


def found(graph: Graph) -> list[tuple[object, ...]]:
    """File, line, object, method and what should give the connection back."""
    return [(each.span.path, each.span.line, each.receiver, each.call, each.gives_back) for each in graph.checkouts]


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ("const c = await pool.connect(); await c.query('x'); c.release()", True),
        ("try { const c = await pool.connect(); await c.query('x'); c.release() } catch (e) { log(e) }", True),
        ("const c = await pool.connect(); try { await c.query('x') } finally { c.release() }", False),
        ("const c = await pool.connect(); try { await c.query('x'); c.release() } catch (e) { c.release() }", False),
        ("const c = await pool.connect(); try { await c.query('x') } catch (e) { log(e) } c.release()", False),
        ("const c = await pool.connect(); c.query('x').finally(() => c.release())", False),
        ("const c = await pool.connect(); c.release()", False),
        ("const c = await pool.connect(); await work(c); c.release()", False),
        ("const c = await pool.connect(); await c.query('x'); return c", False),
    ],
)
def test_pool_of_another_file(graph_of: Callable[..., Graph], body: str, lost: bool) -> None:  # noqa: FBT001  # a parameter of a test
    """Only what leaves the function past every release is lost; a connection that goes elsewhere is not judged."""
    code = f"const pool = require('./db');\nasync function f() {{ {body} }}\n"
    expected = [("src/use.js", 2, "pool", "connect", "release")] if lost else []

    assert expected == found(graph_of({"src/db.js": POOL, "src/use.js": code}))


def test_python_gives_back_to_the_pool(graph_of: Callable[..., Graph]) -> None:
    """psycopg2's pool is handed the connection itself."""
    code = (
        "from psycopg2.pool import ThreadedConnectionPool\n\npool = ThreadedConnectionPool(1, 5, 'postgresql://db/shop')\n\n\n"
        "def f():\n    con = pool.getconn()\n    con.cursor().execute('x')\n    pool.putconn(con)\n"
    )

    assert [("app/db.py", 7, "pool", "getconn", "putconn")] == found(graph_of({"app/db.py": code}))


def test_no_pool(graph_of: Callable[..., Graph]) -> None:
    """An object that is no pool of the catalog is not judged by the names of its methods."""
    code = "const net = require('pg-net');\nconst c = net.connect(); c.query('x'); c.release();\n"

    assert [] == found(graph_of({"src/use.js": code}))
