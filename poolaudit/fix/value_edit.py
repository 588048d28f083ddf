"""Replaces characters of a text. In: text and replacements by offset. Out: the new text, the rest of it untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Replacement = tuple[int, int, str]
"""First character, character after the last one, new text. Equal offsets insert."""


def overlap(one: Replacement, other: Replacement) -> bool:
    """Whether both cannot be made: they share characters, insert at the same point, or one inserts inside of the other."""
    first, second = sorted((one[:2], other[:2]))
    return first == second or second[0] < first[1]


def replace_all(text: str, replacements: Iterable[Replacement]) -> str:
    """Make all replacements at once; raise ValueError when two overlap or one lies outside of the text."""
    pieces: list[str] = []
    at = 0
    before: Replacement | None = None
    for each in sorted(replacements):
        start, end, new = each
        if not 0 <= start <= end <= len(text) or (before is not None and overlap(before, each)):
            raise ValueError("replacements overlap or lie outside of the text")
        pieces += [text[at:start], new]
        at, before = end, each
    return "".join([*pieces, text[at:]])
