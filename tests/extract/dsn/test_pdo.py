"""DSNs of PHP's PDO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import DsnError, parse_dsn

if TYPE_CHECKING:
    from collections.abc import Callable

    Reads = Callable[..., dict[str, Any]]


@pytest.mark.parametrize("reader", ["pdo", ""], ids=["PDO", "no reader"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "pgsql:host=db;port=6432;dbname=shop;sslmode=require",
            {"engine": "postgresql", "hosts": [("db", 6432)], "database": "shop", "parameters": {"sslmode": "require"}},
            id="pgsql",
        ),
        pytest.param(
            "mysql:host=db; dbname=shop;charset=utf8mb4",
            {"engine": "mysql", "hosts": [("db", None)], "database": "shop", "parameters": {"charset": "utf8mb4"}},
            id="mysql",
        ),
        pytest.param(
            "mysql:unix_socket=/run/mysqld.sock;dbname=shop;",
            {
                "engine": "mysql",
                "hosts": [("/run/mysqld.sock", None)],
                "database": "shop",
                "parameters": {"unix_socket": "/run/mysqld.sock"},
            },
            id="socket",
        ),
        pytest.param(
            "pgsql:host=${HOST};user=app;password=s3cret",
            {
                "engine": "postgresql",
                "hosts": [("? it is filled in from HOST", None)],
                "user": "app",
                "password": "s3cret",
            },
            id="user and password in it",
        ),
    ],
)
def test_reads(read: Reads, text: str, expected: dict[str, Any], reader: str) -> None:
    """The driver stands before a colon, pairs have semicolons between them."""
    assert expected == read(text, reader)


@pytest.mark.parametrize("text", ["sqlite:/a.db", "uri:file:///a", "pgsql:", "host=a;port=1"])
def test_refuses(text: str) -> None:
    """Other drivers and strings without pairs are no DSN of PDO that can be read."""
    with pytest.raises(DsnError):
        parse_dsn(text, Source("f", text).span, reader="pdo")


def test_hides_the_password() -> None:
    """What may be shown of a DSN leaves the password out."""
    text = "pgsql:host=db;password=s3cret;dbname=shop"

    assert "s3cret" not in repr(parse_dsn(text, Source("f", text).span, reader="pdo"))
