"""Statements that surely run outside of a transaction."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule

ALONE = {
    "a connection of asyncpg out of a pool": """
        async def f(pool):
            async with pool.acquire() as conn:
                await conn.execute("LOCKS")
    """,
    "an acquired connection that a name keeps": """
        async def f(self):
            conn = await self.pool.acquire()
            await conn.fetchval("LOCKS")
    """,
    "a connection of asyncpg": """
        import asyncpg

        async def f():
            conn = await asyncpg.connect()
            await conn.execute("LOCKS")
    """,
    "psycopg in autocommit mode": """
        import psycopg

        def f(url):
            with psycopg.connect(url, autocommit=True) as conn:
                conn.execute("LOCKS")
    """,
    "a cursor in autocommit mode": """
        import psycopg

        def f(url):
            with psycopg.connect(url, autocommit=True) as conn, conn.cursor() as cur:
                cur.execute("LOCKS")
    """,
    "a connection of the module": """
        import psycopg

        conn = psycopg.connect("", autocommit=True)

        def f():
            conn.execute("LOCKS")
    """,
    "autocommit switched on afterwards": """
        import psycopg2

        def f(url):
            conn = psycopg2.connect(url)
            conn.autocommit = True
            conn.cursor().execute("LOCKS")
    """,
    "SQLAlchemy without transactions": """
        def f(engine):
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
                conn.execute("LOCKS")
    """,
}
NOT_TOLD = {
    "a parameter": """
        async def f(conn):
            await conn.execute("LOCKS")
    """,
    "psycopg begins by itself": """
        import psycopg

        def f(url):
            with psycopg.connect(url) as conn:
                conn.execute("LOCKS")
    """,
    "a BEGIN by hand": """
        async def f(pool):
            async with pool.acquire() as conn:
                await conn.execute("BEGIN")
                await conn.execute("LOCKS")
    """,
    "a transaction that is started by hand": """
        async def f(pool):
            conn = await pool.acquire()
            tr = conn.transaction()
            await tr.start()
            await conn.execute("LOCKS")
    """,
    "autocommit switched off again": """
        import psycopg

        def f(url):
            conn = psycopg.connect(url, autocommit=True)
            conn.autocommit = False
            conn.execute("LOCKS")
    """,
    "a connection of the module that others use in transactions": """
        import psycopg

        conn = psycopg.connect("", autocommit=True)

        def f():
            conn.execute("LOCKS")

        def g():
            with conn.transaction():
                f()
    """,
    "a connection of the module that a function replaces": """
        import psycopg

        conn = psycopg.connect("", autocommit=True)

        def f():
            conn.execute("LOCKS")

        def g(other):
            global conn
            conn = other
    """,
    "a connection of the function around": """
        def outer(pool):
            conn = pool.acquire()

            def inner():
                conn.execute("LOCKS")
    """,
}


@pytest.fixture
def flag(read: Callable[[str], CodeModule]) -> Callable[[str], bool | None]:
    """Reads what is said of the one statement of a text."""

    def of(text: str) -> bool | None:
        (found,) = [each.in_transaction for each in read(textwrap.dedent(text)).strings if "LOCKS" in str(each.value)]
        return found

    return of


@pytest.mark.parametrize("text", ALONE.values(), ids=ALONE.keys())
def test_a_statement_is_a_transaction_of_its_own(text: str, flag: Callable[[str], bool | None]) -> None:
    """On a connection in autocommit mode, opened by the code around it, a statement runs outside of any transaction."""
    assert flag(text) is False


@pytest.mark.parametrize("text", NOT_TOLD.values(), ids=NOT_TOLD.keys())
def test_it_cannot_be_told(text: str, flag: Callable[[str], bool | None]) -> None:
    """Where somebody else, or the driver, may have begun a transaction, nothing is said."""
    assert flag(text) is None


def test_a_block_of_a_transaction_counts(flag: Callable[[str], bool | None]) -> None:
    """A statement inside of the connection's own transaction block is in it."""
    text = """
        async def f(pool):
            async with pool.acquire() as conn, conn.transaction():
                await conn.execute("LOCKS")
    """

    assert flag(text) is True
