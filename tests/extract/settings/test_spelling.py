"""Nearest names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.extract.settings.spelling import edits, nearest

NAMES = ("pool_mode", "pool_size", "port", "host", "min_pool_size")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("pool_mdoe", "pool_mode"),
        ("POOL-MODE", "pool_mode"),
        ("poolsize", "pool_size"),
        ("prt", "port"),
        ("pool_mise", ""),
        ("nothing", ""),
        ("", ""),
        ("x", ""),
        ("p" * 100, ""),
    ],
)
def test_nearest(word: str, expected: str) -> None:
    """The single nearest name is found, and nothing when two are as near."""
    actual = nearest(word, NAMES)

    assert expected == actual


@given(st.text("ab_", max_size=8), st.text("ab_", max_size=8))
def test_edits(left: str, right: str) -> None:
    """The distance is symmetric, 0 for equal words only, and cut at its limit."""
    far = edits(left, right, 99)

    assert (far, far == 0, min(far, 2)) == (edits(right, left, 99), left == right, edits(left, right, 2))
