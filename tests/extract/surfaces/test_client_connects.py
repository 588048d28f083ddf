"""What opens connections while a module is loaded, and code that takes care of forks."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.surfaces.client_holdings import SURFACE
from poolaudit.extract.surfaces.fork_hooks import SURFACE as HOOKS

ENGINE = "from sqlalchemy import MetaData, create_engine, inspect\n\nengine = create_engine('x')\n"
POOL = "from psycopg2.pool import ThreadedConnectionPool\n\npool = ThreadedConnectionPool({})\n"
POOL_3 = "from psycopg_pool import ConnectionPool\n\npool = ConnectionPool('x'{})\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("import psycopg2\n\nconn = psycopg2.connect('x')\n", "psycopg2.connect", id="connection"),
        pytest.param("import pymysql\n\nconn = pymysql.connect(host='x')\nconn.close()\n", "", id="closed"),
        pytest.param("import psycopg\n\nwith psycopg.connect('x') as conn:\n    pass\n", "", id="with"),
        pytest.param("import psycopg\n\nif x:\n    conn = psycopg.connect('x')\n", "", id="in a branch"),
        pytest.param("import psycopg\n\nclass A:\n    conn = psycopg.connect('x')\n", "", id="in a class"),
        pytest.param(POOL.format("1, 5, 'x'"), "psycopg2.pool.ThreadedConnectionPool", id="pool with a minimum"),
        pytest.param(POOL.format("minconn=2, maxconn=5"), "psycopg2.pool.ThreadedConnectionPool", id="minimum by name"),
        pytest.param(POOL.format("0, 5, 'x'"), "", id="pool without a minimum"),
        pytest.param(POOL.format("least, 5, 'x'"), "", id="minimum not known"),
        pytest.param(POOL_3.format(""), "psycopg_pool.ConnectionPool", id="psycopg_pool"),
        pytest.param(POOL_3.format(", open=True"), "psycopg_pool.ConnectionPool", id="psycopg_pool, open"),
        pytest.param(POOL_3.format(", open=False"), "", id="psycopg_pool, closed"),
        pytest.param(POOL_3.format(", min_size=0"), "", id="psycopg_pool without a minimum"),
        pytest.param(ENGINE, "", id="engine"),
        pytest.param(f"{ENGINE}with engine.connect() as conn:\n    pass\n", "engine.connect", id="engine, used"),
        pytest.param(f"{ENGINE}MetaData().create_all(engine)\n", "MetaData().create_all", id="engine, given"),
        pytest.param(f"{ENGINE}MetaData().create_all(engine)\nengine.dispose()\n", "", id="engine, disposed of"),
        pytest.param(f"{ENGINE}engine.dispose()\ninspect(engine)\n", "inspect", id="engine, used again"),
        pytest.param(f"{ENGINE}if x:\n    engine.connect()\n", "", id="engine, used in a branch"),
        pytest.param(f"{ENGINE}def f():\n    engine.connect()\n", "", id="engine, used in a function"),
    ],
)
def test_what_connects_while_a_module_is_loaded(code: str, expected: str) -> None:
    """The last call that opens a connection and leaves it open."""
    source = Source("app/db.py", code)
    found = [each.connects for each in SURFACE.extract(source, FORMAT.read(source)) if each.connects]

    assert ([expected] if expected else []) == found


def test_words_of_forks() -> None:
    """Each word is a fact, once, where it first stands."""
    source = Source("hooks.py", "import os\n\n\ndef post_fork(server, worker):\n    os.getpid()\n    post_fork\n")
    found = list(HOOKS.extract(source, FORMAT.read(source)))

    assert [("post_fork", "post_fork", 4), ("getpid", "getpid", 5)] == [
        (each.name, source.at(each.span), each.span.line) for each in found
    ]
