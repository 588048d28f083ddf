"""R2DBC's URLs."""

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
        pytest.param(
            "r2dbc:postgresql://app:hunter2@db:6432/shop?preparedStatementCacheQueries=0",
            {
                "engine": "postgresql",
                "hosts": [("db", 6432)],
                "user": "app",
                "password": "hunter2",
                "database": "shop",
                "parameters": {"preparedStatementCacheQueries": "0"},
            },
            id="one driver",
        ),
        pytest.param("r2dbc:pool:mysql://db/shop", {"engine": "mysql", "hosts": [("db", None)], "database": "shop"}, id="pool"),
        pytest.param(
            "r2dbcs:proxy:pool:postgresql://db/shop",
            {"engine": "postgresql", "hosts": [("db", None)], "database": "shop"},
            id="two layers and TLS",
        ),
    ],
)
def test_reads_r2dbc(read: Reads, text: str, expected: dict[str, Any]) -> None:
    """The driver's URL stands behind the layers above it."""
    assert expected == read(text)


def test_places_and_mask() -> None:
    """Places count from the start of the string, and the scheme is all that stands before the address."""
    text = "r2dbc:pool:postgresql://app:hunter2@db:6432/shop"
    source = Source("f", text)
    dsn = parse_dsn(text, source.span)

    assert "r2dbc:pool:postgresql://app:***@db:6432/shop" == dsn.masked
    assert [text, "r2dbc:pool:postgresql", "hunter2", "db"] == [
        source.at(span) for span in (dsn.span, dsn.scheme.span, dsn.password_span, dsn.host.span) if span is not None
    ]


@pytest.mark.parametrize("text", ["r2dbc:", "r2dbc:h2:mem:///x", "r2dbc:pool:", "r2dbc:nothing://db/x"])
def test_refuses(text: str) -> None:
    """A string without a driver that is known, or without an address, is none."""
    with pytest.raises(DsnError):
        parse_dsn(text, Source("f", text).span)
