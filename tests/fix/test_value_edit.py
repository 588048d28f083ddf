"""Replacements of characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.fix.value_edit import Replacement, overlap, replace_all

PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.text("xy\n", max_size=3)), max_size=6)


@given(PLACES, st.text("abc\r\n", min_size=30, max_size=30))
def test_text_outside_of_the_replacements_is_unchanged(places: list[Replacement], text: str) -> None:
    """What is kept stands in order around the new texts, exactly as before."""
    chosen: list[Replacement] = []
    for first, second, new in places:
        each = (min(first, second), max(first, second), new)
        if not any(overlap(each, other) for other in chosen):
            chosen.append(each)
    after = replace_all(text, chosen)
    at, before = 0, 0
    for start, end, new in sorted(chosen):
        kept = text[before:start]

        assert kept + new == after[at : at + len(kept) + len(new)]
        at, before = at + len(kept) + len(new), end
    assert text[before:] == after[at:]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 2, ""), (2, 4, ""), False),
        ((0, 3, ""), (2, 4, ""), True),
        ((2, 2, "a"), (2, 2, "b"), True),
        ((2, 2, ""), (0, 2, ""), False),
        ((2, 2, ""), (2, 4, ""), False),
        ((3, 3, ""), (2, 4, ""), True),
        ((2, 4, ""), (2, 4, ""), True),
    ],
)
def test_what_overlaps(one: Replacement, other: Replacement, expected: bool) -> None:  # noqa: FBT001
    """Neighbours do not overlap; a shared character, a shared point and an insertion inside do."""
    assert (expected, expected) == (overlap(one, other), overlap(other, one))


@pytest.mark.parametrize("wrong", [[(0, 2, ""), (1, 3, "")], [(0, 9, "")], [(2, 1, "")]], ids=["overlap", "outside", "reversed"])
def test_wrong_replacements_raise(wrong: list[Replacement]) -> None:
    """Nothing is guessed about replacements that cannot all be made."""
    with pytest.raises(ValueError, match="overlap or lie outside"):
        replace_all("abc", wrong)
