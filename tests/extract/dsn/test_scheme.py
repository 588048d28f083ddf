"""The cheap test whether a string is worth parsing, and the server family of a scheme."""

from __future__ import annotations

import pytest

from poolaudit.extract.dsn import looks_like_dsn
from poolaudit.extract.dsn.scheme import engine_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://db", True),
        ("  POSTGRESQL+asyncpg://u:p@db/d", True),
        ("mysql+pymysql://db", True),
        ("jdbc:postgresql://db/d", True),
        ("r2dbc:pool:postgresql://db/d", True),
        ("prisma+postgres://x", True),
        ("mongodb+srv://x", True),
        ("sqlite:///x.db", True),
        ("u:p@tcp(db)/d", True),
        ("host=db dbname=d", True),
        ("dbname=d user=u", False),
        ("host=db", False),
        ("Host=db;Database=d", True),
        ("Server=db; Initial Catalog=d", True),
        ("https://example.com", False),
        ("amqp://u:p@mq", False),
        ("see postgres://db", False),
        ("a=b c=d", False),
        ("", False),
    ],
    ids=str,
)
def test_looks_like_dsn(text: str, expected: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """Known schemes, `jdbc:`, go-sql-driver addresses and keywords with a host are worth parsing."""
    assert expected == looks_like_dsn(text)


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("postgres", ("postgresql", "")),
        ("POSTGRESQL+psycopg2", ("postgresql", "psycopg2")),
        ("cockroachdb+asyncpg", ("cockroachdb", "asyncpg")),
        ("prisma+postgres", ("postgresql", "")),
        ("prisma", ("", "")),
        ("mongodb+srv", ("mongodb", "")),
        ("https", None),
    ],
    ids=str,
)
def test_engine_of(scheme: str, expected: tuple[str, str] | None) -> None:
    """A scheme names the server family and the driver, or is none of a database."""
    assert expected == engine_of(scheme)
