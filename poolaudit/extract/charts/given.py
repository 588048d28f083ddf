"""What a function is called with, as the kind of data that it needs. In: a `Value`. Out: Python data.

Raise `ValueError` for what is not known and `TypeError` for another kind of data; nothing counts as an empty one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.charts.rope import Rope
from poolaudit.extract.charts.value import Unknown, words_of

if TYPE_CHECKING:
    from poolaudit.extract.charts.value import Value

_LONGEST_NUMBER = 30
"""Characters of the longest text that is read as a number."""


def data_of(value: Value) -> object:
    """The data of any known value."""
    if isinstance(value, Unknown):
        raise ValueError(value.why)  # noqa: TRY004  # what it is, is not known
    return value.data


def mapping_of(value: Value) -> dict[str, Value]:
    """A mapping, which may be changed."""
    data = data_of(value)
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise TypeError
    return data


def list_of(value: Value) -> tuple[Value, ...]:
    """A list."""
    data = data_of(value)
    if data is None:
        return ()
    if not isinstance(data, tuple):
        raise TypeError
    return data


def word_of(value: Value) -> str:
    """A text, or a number as text."""
    found = words_of(value)
    if found is None:
        raise ValueError
    return found


def number_of(value: Value) -> float:
    """A number, or a text as number."""
    data = data_of(value)
    if isinstance(data, Rope):
        words = word_of(value).strip()
        return float(words) if words and len(words) < _LONGEST_NUMBER else 0
    if isinstance(data, (bool, int, float)):
        return data
    if data is None:
        return 0
    raise TypeError


def whole_of(value: Value) -> int:
    """A whole number, the rest cut off."""
    return int(number_of(value))
