"""Durations as text and as code come to seconds, or to nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.extract.surfaces.durations import coded_duration, spelled_duration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30s", 30.0),
        ("1h30m", 5400.0),
        ("1.5h", 5400.0),
        ("250ms", 0.25),
        ("-1s", -1.0),
        ("2d", 172800.0),
        ("PT30M", 1800.0),
        ("P1DT2H", 93600.0),
        ("PT0.5S", 0.5),
        ("30", None),
        ("s", None),
        ("1x", None),
        ("1.2.3s", None),
        ("P", None),
        ("", None),
        ("1h" * 40, None),
    ],
)
def test_spelled(text: str, expected: float | None) -> None:
    """Go's, Spring's and ISO 8601's texts are understood; a bare number says nothing of its unit."""
    actual = spelled_duration(text)

    assert expected == actual


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("5 * time.Minute", 300.0),
        ("time.Second * 30", 30.0),
        ("time.Duration(5) * time.Second", 5.0),
        ("time.Hour", 3600.0),
        ("Duration.ofSeconds(30)", 30.0),
        ("java.time.Duration.ofMinutes(2L)", 120.0),
        ("std::time::Duration::from_millis(1_500)", 1.5),
        ("TimeSpan.FromSeconds(5)", 5.0),
        ("TimeUnit.MINUTES.toMillis(5)", 300.0),
        (":timer.seconds(5)", 5.0),
        ("60 * 1000", 60000),
        ("time.Minute * time.Minute", None),
        ("n * time.Second", None),
        ("load(5)", None),
        ("1" * 50, None),
        ("", None),
    ],
)
def test_coded(code: str, expected: float | None) -> None:
    """Products of numbers and one unit are computed; any other code is not."""
    actual = coded_duration(code)

    assert expected == actual


@given(st.text(max_size=80))
def test_no_text_breaks_the_readers(text: str) -> None:
    """Whatever stands there gives a number or nothing."""
    found = [spelled_duration(text), coded_duration(text)]

    assert all(each is None or isinstance(each, (int, float)) for each in found)


@given(st.integers(0, 10**6), st.sampled_from(["s", "m", "h"]))
def test_whole_amounts_are_exact(amount: int, unit: str) -> None:
    """An amount with a unit comes to that many seconds."""
    actual = spelled_duration(f"{amount}{unit}")

    assert amount * {"s": 1, "m": 60, "h": 3600}[unit] == actual
