"""What a screen can show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.report.terminal import Terminal, cells, printable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain", 5, id="ascii"),
        pytest.param("grüße", 5, id="latin"),
        pytest.param("数据库", 6, id="wide"),
        pytest.param("e\u0301", 1, id="combining"),
    ],
)
def test_cells(text: str, expected: int) -> None:
    """Wide characters take two columns, combining ones none."""
    assert expected == cells(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\tb", "a\\x09b", id="tab"),
        pytest.param("a\u200bb", "a\\u200bb", id="zero-width"),
        pytest.param("\udc80", "\\udc80", id="undecodable-byte-of-a-file-name"),
        pytest.param("\U000e0041", "\\U000e0041", id="tag-character"),
        pytest.param("→ ü", "→ ü", id="printable"),
    ],
)
def test_printable(text: str, expected: str) -> None:
    """What cannot be seen is written as an escape."""
    assert expected == printable(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4 × 15 → 60 …", "4 x 15 -> 60 ..."), ("größer", "gr\\xf6\\xdfer"), ("plain", "plain")],
    ids=["our-symbols", "other-letters", "ascii"],
)
def test_spell_for_ascii(text: str, expected: str) -> None:
    """A screen that knows only ASCII gets the nearest spelling."""
    assert expected == Terminal(unicode=False).spell(text)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=200), st.integers(20, 60))
def test_wrap_keeps_words_and_width(text: str, width: int) -> None:
    """Wrapping loses no word, and a line is too long only when it is a single word."""
    lines = Terminal(width).wrap(text, "  ", "    ")

    assert text.split() == " ".join(lines).split()
    assert all(cells(line) <= width or len(line.split()) == 1 for line in lines)
