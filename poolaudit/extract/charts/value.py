"""Values in a template: what is known, and why something is not. In: Python data with the values used. Out: `Value`s.

Texts are `Rope`s, lists tuples and mappings dicts of values. `set` changes a dict in place, as in Go.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass
from poolaudit.extract.charts.rope import HOLE, Piece, Rope, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.extract.charts.rope import Step

MOST_STEPS = 8
"""Values that a text remembers as those that it is made of."""
MOST_MEMBERS = 20_000
"""Members of a list, or of a mapping with all that it holds."""
BRACES = "{{ }}"
"""What stands for the expression of a piece that is not known."""
LARGEST = 2**63
"""Numbers that Go has."""
_BIGGEST = 1e15
"""Whole numbers that are written without an exponent."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is known, as a whole or in part."""

    data: object
    """None, bool, int, float, `Rope`, tuple of values or dict of values."""
    steps: tuple[Step, ...] = ()
    written: Piece | None = None
    """Where a number or truth value stands in a file of values."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not known."""

    why: str
    truth: bool | None = None
    """Whether a condition holds of it, where that is known: a random password is not empty."""
    steps: tuple[Step, ...] = ()


Value = Union[Known, Unknown]
NOTHING = Known(None)
TOO_MUCH = "it comes to more than any chart does"


def is_small(value: Value) -> bool:
    """Whether a value has no more members than one that a chart works with; `set` can put a mapping into itself."""
    left = MOST_MEMBERS
    queue = [value]
    while queue and left:
        left -= 1
        each = queue.pop()
        data = None if isinstance(each, Unknown) else each.data
        if isinstance(data, (dict, tuple)):
            queue += data.values() if isinstance(data, dict) else data
    return not queue


def text(words: str, steps: tuple[Step, ...] = ()) -> Known:
    """A text without a place."""
    return Known(Rope((Piece(words, steps=steps[:MOST_STEPS]),) if words else ()))


def rope_of(value: Value) -> Rope:
    """What an action writes for a value; nothing for a missing one (Helm removes Go's `<no value>`)."""
    if isinstance(value, Unknown):
        return hole(value.why, value.steps)
    data = value.data
    if isinstance(data, Rope):
        if not value.steps:
            return data
        return Rope(tuple(replace(each, steps=merged(each.steps, value.steps)) for each in data.pieces))
    if isinstance(data, tuple) and not is_small(value):
        return hole(TOO_MUCH)
    if isinstance(data, tuple):
        parts: list[Rope | str] = ["["]
        for number, each in enumerate(data):
            parts += [" " if number else "", rope_of(each)]
        return joined((*parts, "]"))
    if isinstance(data, dict):
        return hole("a mapping is written as Go shows it", value.steps) if data else Rope((Piece("map[]"),))
    words = plain(data)
    return Rope((Piece(words, steps=value.steps),) if words else ())


def hole(why: str, steps: tuple[Step, ...] = ()) -> Rope:
    """What stands for a text that is not known."""
    return Rope((Piece(f"{HOLE}{BRACES}", hole=why, steps=steps),))


def plain(data: object) -> str:
    """A number or truth value as Go writes it; nothing for None."""
    if data is None:
        return ""
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, float) and data.is_integer() and abs(data) < _BIGGEST:
        return str(int(data))
    return str(data)


def words_of(value: Value) -> str | None:
    """The whole text that a value stands for; None where some of it is not known."""
    if isinstance(value, Unknown) or isinstance(value.data, (tuple, dict)):
        return None
    if isinstance(value.data, Rope):
        return None if value.data.why else value.data.text
    return plain(value.data)


def why_not(*values: Value) -> str:
    """Why one of some values is not known."""
    for each in values:
        if isinstance(each, Unknown):
            return each.why
        if isinstance(each.data, Rope) and each.data.why:
            return each.data.why
    return ""


def truth(value: Value) -> bool | None:
    """Whether a condition holds of a value: not of false, 0, nothing and what is empty. None where it is not known."""
    if isinstance(value, Unknown):
        return value.truth
    data = value.data
    if isinstance(data, Rope):
        if not data.why:
            return bool(data.text)
        return True if any(each.text and not each.hole and not each.doubt for each in data.pieces) else None
    return bool(data)


def steps_of(*values: Value) -> tuple[Step, ...]:
    """The values that some values were made of."""
    found: dict[Step, None] = {}
    for each in values:
        found.update(dict.fromkeys(each.steps))
        if isinstance(each, Known) and isinstance(each.data, Rope):
            found.update(dict.fromkeys(each.data.steps))
    return tuple(found)[:MOST_STEPS]


def merged(first: tuple[Step, ...], second: Iterable[Step]) -> tuple[Step, ...]:
    """Steps of two values, once each."""
    return tuple(dict.fromkeys((*first, *second)))[:MOST_STEPS]
