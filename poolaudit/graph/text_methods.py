"""Methods of text on text whose characters know where they stand.

In: `str.lower` and its like by their unbound names, the bound receiver and arguments. Out: the `Bound` text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.graph.text import Piece, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolaudit.graph.bound import Bound

_CASES = {"str.lower": str.lower, "str.upper": str.upper}
_ENDS = {"str.strip": (True, True), "str.lstrip": (True, False), "str.rstrip": (False, True)}
"""Whether characters are taken from the left and from the right end."""
JOIN = "str.join"
"""Of a separator and `filter(None, elements)`."""
TEXT_METHODS = frozenset((*_CASES, *_ENDS))
"""What `applied` knows."""


def applied(method: str, whole: Bound, *given: Bound) -> Bound:
    """The text that a method gives; what stands for a value that nobody can see stays."""
    if whole.text is None:
        return whole  # a variable that is not set stays one
    if method in _CASES:
        cased = _CASES[method]
        pieces = (Piece(cased(each.text), each.span) if each.known else each for each in whole.text.pieces)
        return replace(whole, text=Text(tuple(pieces)))
    characters = given[0].text.value if given and given[0].text is not None and given[0].text.known else None
    if not whole.text.known or (given and characters is None):
        return whole
    left, right = _ENDS[method]
    value = whole.text.value
    start = len(value) - len(value.lstrip(characters)) if left else 0
    stop = len(value.rstrip(characters)) if right else len(value)
    return replace(whole, text=between(whole.text, start, max(start, stop)))


def listed(separator: Bound, parts: Sequence[Bound], unknown: Bound) -> Bound:
    """The parts that are true, with a separator between them; a variable that nothing sets is assumed to stay out."""
    pieces: list[Piece] = []
    why = separator.why
    for part in parts:
        why = why or ("" if part.is_scalar else part.why)
        if (part.is_scalar and not part.scalar) or (part.text is not None and part.text.known and not part.text.value):
            continue
        if pieces and separator.text is not None:
            pieces += separator.text.pieces
        if part.text is not None:
            pieces += part.text.pieces
        elif part.is_scalar:
            pieces.append(Piece(str(part.scalar), part.span))
        else:
            pieces.append(Piece("${UNKNOWN}", part.span, known=False))
    steps = tuple(step for part in parts for step in part.steps)
    text = Text(tuple(pieces)) if pieces else None
    return replace(unknown, text=text, steps=steps, why=why, assumed=any(part.assumed for part in parts))


def between(text: Text, start: int, stop: int) -> Text:
    """Characters `start` to `stop`; what stands for an unknown value stays whole."""
    found: list[Piece] = []
    at = 0
    for piece in text.pieces:
        first, last = max(start - at, 0), min(stop - at, len(piece.text))
        if first < last:
            found.append(Piece(piece.text[first:last], piece.part(first, last)) if piece.known else piece)
        at += len(piece.text)
    return Text(tuple(found) or (Piece("", text.place(start, start)),))
