"""Numbers as PgBouncer reads them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.extract.settings.pgbouncer_values import atoi, integer, seconds, show, unsigned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", 7),
        ("+7", 7),
        ("-1", -1),
        ("010", 8),
        ("0x20", 32),
        ("0", 0),
        ("99999999999", 1215752191),
        ("9" * 30, -1),
        ("08", None),
        ("0x", None),
        ("", None),
        ("7.5", None),
        ("20s", None),
        ("1_000", None),
        ("1 ", None),
        ("yes", None),
    ],
)
def test_integer(text: str, expected: int | None) -> None:
    """An int is read by strtol with base 0 and cut to 32 bits."""
    actual = integer(text)

    assert expected == actual


@pytest.mark.parametrize(("text", "expected"), [("2147483648", 2147483648), ("-1", 4294967295), ("010", 8), ("x", None)])
def test_unsigned(text: str, expected: int | None) -> None:
    """An unsigned int wraps round below 0."""
    actual = unsigned(text)

    assert expected == actual


@pytest.mark.parametrize(
    ("text", "expected"), [("5", 5), ("010", 10), ("-1", -1), ("abc", 0), ("", 0), ("5432,", 5432), (" 7x", 7), ("9" * 30, -1)]
)
def test_atoi(text: str, expected: int) -> None:
    """A number in a connection string is its leading digits."""
    actual = atoi(text)

    assert expected == actual


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120", 120.0),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("0x10", 16.0),
        ("-0", 0.0),
        ("inf", math.inf),
        ("-1", None),
        ("30s", None),
        ("", None),
        (".", None),
        ("1e", None),
        ("1e999", None),
        ("0x", None),
    ],
)
def test_seconds(text: str, expected: float | None) -> None:
    """A duration is read by strtod and must not be negative."""
    actual = seconds(text)

    assert expected == actual


@pytest.mark.parametrize(("number", "expected"), [(3600.0, "3600"), (0.5, "0.5"), (1e7, "1e+07")])
def test_show(number: float, expected: str) -> None:
    """A duration is printed with %g."""
    actual = show(number)

    assert expected == actual


@given(st.text(st.sampled_from("0123456789abcxefnipt+-. _"), max_size=12))
def test_any_text(text: str) -> None:
    """No text crashes a reader, and what a reader takes is a number."""
    assert all(
        value is None or isinstance(value, (int, float)) for value in (integer(text), unsigned(text), atoi(text), seconds(text))
    )
