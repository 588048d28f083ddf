"""libpq's keyword form beyond the recorded runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import DsnError, parse_dsn

if TYPE_CHECKING:
    from collections.abc import Callable

    Reads = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("host=a,b port=1 dbname=d", {"hosts": [("a", 1), ("b", 1)], "database": "d"}),
        ("host=a,b,c port=1,,3", {"hosts": [("a", 1), ("b", None), ("c", 3)]}),
        ("hostaddr=10.0.0.1 user=u", {"hosts": [("10.0.0.1", None)], "user": "u", "parameters": {"hostaddr": "10.0.0.1"}}),
        ("host=db user=u pgbouncer=true", {"hosts": [("db", None)], "user": "u", "parameters": {"pgbouncer": "true"}}),
        ("host=${H} port=$PORT password=$(PW)", {"hosts": [("? it is filled in from H", "? it is filled in from PORT")]}),
        (
            "host=db dbname=postgres://u:geheim@h/d",
            {"hosts": [("db", None)], "database": "? it is a URL that may hold a password"},
        ),
        (r"user='o\'neil' password='a\\b'", {"hosts": [(None, None)], "user": "o'neil", "password": "a\\b"}),
    ],
    ids=["one-port", "empty-port", "hostaddr", "foreign", "variables", "url-in-dbname", "escapes"],
)
def test_reads_keywords(read: Reads, text: str, expected: dict[str, Any]) -> None:
    """Keywords give components, the others stay parameters."""
    assert {"engine": "postgresql", **expected} == read(text)


def test_spans_exclude_quotes() -> None:
    """The span of a quoted value is what stands between the quotes."""
    text = r"dbname='my \'db' host=db"
    source = Source("f", text)
    dsn = parse_dsn(text, source.span)

    assert ("my 'db", r"my \'db") == (dsn.database.value, source.at(dsn.database.span) if dsn.database.span else "")


@pytest.mark.parametrize("text", ["answer=42", "host", "a = b c"], ids=["foreign", "bare", "blank"])
def test_refuses(text: str) -> None:
    """Pairs without a keyword of libpq are no connection string."""
    with pytest.raises(DsnError):
        parse_dsn(text, Source("f", text).span)
