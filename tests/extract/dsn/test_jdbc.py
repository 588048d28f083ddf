"""JDBC URLs beyond the recorded runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Reads = Callable[..., dict[str, Any]]

NOT_READ = "? addresses of oracle are not read"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "jdbc:postgresql://${DB_HOST:localhost}:${DB_PORT:5432}/app?prepareThreshold=0",
            {
                "engine": "postgresql",
                "hosts": [("? it is filled in from DB_HOST", "? it is filled in from DB_PORT")],
                "database": "app",
                "parameters": {"prepareThreshold": "0"},
            },
        ),
        ("jdbc:p6spy:postgresql://db/app", {"engine": "postgresql", "hosts": [("db", None)], "database": "app"}),
        ("jdbc:tc:postgresql:15:///app", {"engine": "postgresql", "hosts": [(None, None)], "database": "app"}),
        (
            "jdbc:mysql://a:1,(host=b,port=2)/app?user=u&password=p",
            {
                "engine": "mysql",
                "hosts": [("a", 1), ("b", 2)],
                "user": "u",
                "password": "p",
                "database": "app",
                "parameters": {"user": "u"},
            },
        ),
        (
            "jdbc:h2:mem:test;MODE=PostgreSQL",
            {"engine": "h2", "hosts": [(None, None)], "database": "? addresses of h2 are not read"},
        ),
        (
            "jdbc:oracle:thin:u/geheim@//db:1521/x",
            {"engine": "oracle", "hosts": [(NOT_READ, NOT_READ)], "user": NOT_READ, "database": NOT_READ},
        ),
    ],
    ids=["variables", "wrapper", "testcontainers", "mysql", "embedded", "oracle"],
)
def test_reads_jdbc(read: Reads, text: str, expected: dict[str, Any]) -> None:
    """Variables, wrappers and other servers are read as far as their grammar is known."""
    assert expected == read(text)
