"""Names and numbers of options, as MariaDB 10.11 reads them."""

from __future__ import annotations

import pytest

from poolaudit.extract.settings.mysql_values import abbreviated, name_of, parameters, value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("200", "200"),
        ("1K", "1024"),
        ("2k", "2048"),
        ("010", "10"),
        (" 7 ", "7"),
        ("0", "1"),
        ("1M", "100000"),
        ("12x", None),
        ("0x10", None),
        ("1.5", None),
        ("50 60", None),
        ("1KK", None),
        ("-1", None),
        ("", None),
        ("²", None),
        ("9" * 21, None),
    ],
)
def test_numbers(text: str, expected: str | None) -> None:
    """Suffixes are powers of 1024, a number out of range is moved into it, anything else is refused."""
    assert expected == value_of(parameters()["max_connections"], text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("max-connections", "max_connections"),
        ("loose-max_connections", "max_connections"),
        ("loose_wait-timeout", "wait_timeout"),
        ("Max_connections", "Max_connections"),
    ],
)
def test_names(written: str, expected: str) -> None:
    """Dashes are underscores, `loose` says nothing about the option, capitals make another name."""
    assert expected == name_of(written)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("max_connection", "max_connections"),
        ("max_connect", ""),
        ("max_connections", ""),
        ("max_connect_errors", ""),
        ("max_connections_x", ""),
    ],
)
def test_abbreviations(name: str, expected: str) -> None:
    """The beginning of a name stands for it only where no other option begins so."""
    assert expected == abbreviated(name)
