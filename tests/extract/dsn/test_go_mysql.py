"""DSNs of go-sql-driver/mysql beyond the recorded facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Reads = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u:${PW}@tcp(${HOST}:3306)/app", {"hosts": [("? it is filled in from HOST", 3306)], "user": "u", "database": "app"}),
        (
            "%s:%s@tcp(%s)/%s?parseTime=true",
            {
                "hosts": [("? it is filled in at run time", None)],
                "user": "? it is filled in at run time",
                "database": "? it is filled in at run time",
                "parameters": {"parseTime": "true"},
            },
        ),
        ("u@unix(/run/mysqld.sock)/app", {"hosts": [("/run/mysqld.sock", None)], "user": "u", "database": "app"}),
    ],
    ids=["shell", "printf", "socket"],
)
def test_reads_without_a_reader(read: Reads, text: str, expected: dict[str, Any]) -> None:
    """An address in parentheses tells the grammar, and variables leave their own component open."""
    assert {"engine": "mysql", **expected} == read(text)
