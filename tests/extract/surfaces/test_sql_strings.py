"""SQL in strings of code, and calls that act like it."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.surfaces.sql_strings import SURFACE
from poolaudit.facts.setting import Setting
from poolaudit.facts.sql_use import SqlUse


def uses(text: str) -> tuple[Source, list[SqlUse]]:
    """The facts of one Python file."""
    source = Source.decode("app/db.py", text.encode())
    return source, [fact for fact in SURFACE.extract(source, FORMAT.read(source)) if isinstance(fact, SqlUse)]


def brief(text: str) -> list[tuple[str, str, str, str]]:
    """Kind, subject, receiver and the place of each use, as written."""
    source, found = uses(text)
    return [(use.kind, use.subject, use.receiver, source.at(use.span)) for use in found]


def test_an_executed_string_is_a_use() -> None:
    """The fact says who runs the statement, where, and that a transaction is not known."""
    source, found = uses('class Repo:\n    async def f(self):\n        await self.pool.execute("SELECT 1; LISTEN jobs")\n')
    span = source.span(source.text.index("LISTEN"), source.text.index('")'))
    unknown: Setting[bool] = Setting.unresolved("the caller may have opened one", span, "transaction")
    use = found[0]

    who = ("app.db", "self.pool", "execute", "python", "app.db.Repo().pool")

    assert [SqlUse("listen", "jobs", span, unknown, use.scope, *who)] == found
    assert ("Repo.f", True) == (use.scope.function, use.scope.is_async)


def test_a_surrounding_transaction_is_known() -> None:
    """The block around the call, or BEGIN before it in the same string, opens a transaction."""
    _, found = uses(
        "async def f(conn):\n"
        "    async with conn.transaction():\n"
        "        await conn.execute('SET LOCAL app.tenant = 1')\n"
        "    await conn.execute('BEGIN; SET LOCAL app.actor = 1; COMMIT; SET app.x = 1')\n"
    )
    expected = [("app.tenant", True), ("", None), ("app.actor", True), ("", True), ("app.x", None)]

    assert expected == [(use.subject, use.in_transaction.value) for use in found]


def test_a_begin_says_whether_its_text_ends_it() -> None:
    """Only a transaction that the text leaves open goes on with the next call."""
    _, found = uses("pool.execute('BEGIN')\npool.execute('BEGIN; SET LOCAL app.x = 1; COMMIT')\n")

    assert [("begin", True), ("begin", False), ("set-local", False), ("commit", False)] == [
        (use.kind, use.left_open) for use in found
    ]


def test_parts_that_run_time_decides_are_left_open() -> None:
    """In an f-string the statement is placed exactly where its ends are written; else the whole expression is its place."""
    text = (
        "def f(cur, t, q):\n"
        "    cur.execute(f'''\n      SET LOCAL app.tenant = '{t}' ''')\n"
        '    cur.execute(f"SET search_path TO {t}")\n'
        "    cur.execute('SET ' 'ROLE bob')\n"
        "    cur.execute('SET app.{} = 1'.format(t))\n"
    )
    expected = [
        ("set-local", "app.tenant", "cur", "SET LOCAL app.tenant = '{t}'"),
        ("set", "search_path", "cur", 'f"SET search_path TO {t}"'),
        ("set-role", "role", "cur", "'SET ' 'ROLE bob'"),
        ("set", "app.{}", "cur", "SET app.{} = 1"),
    ]

    assert expected == brief(text)


def test_wrapped_and_named_sql_is_found_where_it_is_written() -> None:
    """Text inside of `text(…)` and constants that are executed count; the same constant unused does not."""
    text = (
        "from sqlalchemy import text\n"
        "LOCK = 'SELECT pg_advisory_lock(1)'\n"
        "UNUSED = 'SELECT pg_advisory_unlock(1)'\n"
        "def f(conn):\n"
        '    conn.execute(text("SET app.a = 1"))\n'
        "    conn.execute(LOCK)\n"
    )

    assert [
        ("set", "app.a", "conn", "SET app.a = 1"),
        ("advisory-lock", "pg_advisory_lock", "conn", "pg_advisory_lock(1)"),
    ] == brief(text)


def test_text_that_is_not_executed_does_not_count() -> None:
    """Logged, printed, raised, documented and offered text is about SQL, not SQL."""
    text = (
        "import logging, argparse, subprocess\n"
        "def f(parser, log):\n"
        "    'LISTEN a'\n"
        "    logging.info('LISTEN b'); log.warning('LISTEN c'); print('LISTEN d')\n"
        "    parser.add_argument('--x', help='LISTEN e'); subprocess.run('LISTEN f')\n"
        "    raise ValueError('LISTEN g')\n"
        "MESSAGES = ['LISTEN h']\n"
    )

    assert [] == brief(text)


def test_calls_that_touch_the_session_are_uses() -> None:
    """Listeners, prepared statements, streaming querysets and named cursors need no SQL text."""
    text = (
        "import asyncpg, psycopg2\n"
        "async def f(conn, bus, name, cb):\n"
        "    await conn.add_listener('Jobs', cb)\n"
        "    await bus.add_listener('jobs', cb)\n"
        "    con = await asyncpg.connect()\n"
        "    await con.prepare('SELECT 1')\n"
        "    await con.add_listener(name, cb)\n"
        "    Order.objects.filter(a=1).iterator(chunk_size=9)\n"
        "    qs.iterator(); rows.iterator()\n"
        "    conn.cursor('c1'); conn.cursor(name='c2', withhold=True); conn.cursor(name=name); conn.cursor(name=None)\n"
        "    conn.cursor(); conn.cursor('SELECT 1'); conn.cursor(name); window.cursor('c3')\n"
    )
    expected = [
        ("listen", "jobs", "conn", "conn.add_listener('Jobs', cb)"),
        ("protocol-prepare", "prepare", "con", "con.prepare('SELECT 1')"),
        ("listen", "", "con", "con.add_listener(name, cb)"),
        ("server-cursor", "iterator", "Order.objects.filter()", "Order.objects.filter(a=1).iterator(chunk_size=9)"),
        ("server-cursor", "iterator", "qs", "qs.iterator()"),
        ("declare", "c1", "conn", "conn.cursor('c1')"),
        ("declare-hold", "c2", "conn", "conn.cursor(name='c2', withhold=True)"),
        ("declare", "", "conn", "conn.cursor(name=name)"),
    ]

    assert expected == brief(text)


@pytest.mark.parametrize(
    ("text", "concerns"),
    [
        ('"SET app.tenant = 1"', True),
        ('f"SET {name} TO {value}"', True),
        ('"SET " + name', True),
        ('"SET NAMES utf8mb4"', True),
        ('"set session lock_timeout to 1"', True),
        ('"RESET ALL"', True),
        ('"Set the name of the organisation"', False),
        ('"Reset password for all users"', False),
        ('log("Set the name"); run("DISCARD ALL")', True),
    ],
)
def test_sentences_that_begin_with_set_are_no_sign(text: str, concerns: bool) -> None:  # noqa: FBT001
    """A file is parsed for SET only where the word begins something like a statement."""
    assert SURFACE.concerns is not None
    assert SURFACE.concerns(Source("a.py", text)) == concerns
