"""Grammar that is newer than the interpreter."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.code._python_newer import in_older_words
from poolaudit.extract.code.python import read

TEXT = """\
import asyncpg

try:
    pass
except ValueError, asyncpg.PostgresError:
    pool = asyncpg.create_pool("postgresql://db/shop")
"""


def test_exceptions_without_parentheses_are_read() -> None:
    """A file of Python 3.14 is read by an older interpreter, with its places unchanged."""
    source = Source("app/db.py", TEXT)
    call = next(call for call in read(source).calls if call.callee == "asyncpg.create_pool")

    assert 'asyncpg.create_pool("postgresql://db/shop")' == source.at(call.span)


def test_text_keeps_its_length() -> None:
    """Only commas of such lines change; strings, calls and named exceptions stay."""
    text = "except A, b.C :\nexcept (A, B):\nexcept A as error:\nprint('except A, B')\n"

    assert "except A| b.C :\nexcept (A, B):\nexcept A as error:\nprint('except A, B')\n" == in_older_words(text)
