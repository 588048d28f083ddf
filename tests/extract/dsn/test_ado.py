"""ADO.NET connection strings beyond the recorded runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import DsnError, parse_dsn

if TYPE_CHECKING:
    from collections.abc import Callable

    Reads = Callable[..., dict[str, Any]]

SECRET = "? it is a secret, which is not kept"


@pytest.mark.parametrize(
    ("text", "reader", "expected"),
    [
        (
            "Host=db;Port=6432;Username=u;Password=p;Database=d;Maximum Pool Size=50",
            "npgsql",
            {
                "engine": "postgresql",
                "hosts": [("db", 6432)],
                "user": "u",
                "password": "p",
                "database": "d",
                "parameters": {"Maximum Pool Size": "50"},
            },
        ),
        ("host=a:1,b;port=5", "npgsql", {"engine": "postgresql", "hosts": [("a", 1), ("b", 5)]}),
        (
            "Server=tcp:db.example,1433;Initial Catalog=d;User ID=u;Password={p}",
            "",
            {"hosts": [("db.example", 1433)], "user": "u", "database": "d"},
        ),
        (
            'Server=db;Uid=u;Pwd="a;""b";SslPassword=x',
            "",
            {"hosts": [("db", None)], "user": "u", "password": 'a;"b', "parameters": {"SslPassword": SECRET}},
        ),
        (
            "Host=${H};Port=${P};Database=d",
            "",
            {"hosts": [("? it is filled in from H", "? it is filled in from P")], "database": "d"},
        ),
        ("Data Source=db;Integrated Security=true", "", {"hosts": [("db", None)], "parameters": {"Integrated Security": "true"}}),
    ],
    ids=["npgsql", "multi-host", "sqlclient", "quotes", "variables", "alias"],
)
def test_reads_pairs(read: Reads, text: str, reader: str, expected: dict[str, Any]) -> None:
    """Keywords and their aliases give components without regard to case and blanks; the server is known from the reader only."""
    assert expected == read(text, reader)


@pytest.mark.parametrize("text", ["Host=db;Pooling", "Host='db", "Host='db'x;Port=1", "Answer=1;Other=2"])
def test_refuses(text: str) -> None:
    """Pairs without `=`, open quotes and strings without a known keyword are refused."""
    with pytest.raises(DsnError):
        parse_dsn(text, Source("f", text).span)
