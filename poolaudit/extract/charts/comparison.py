"""Equality in templates. In: values. Out: a truth value as `Value`; unknown for those of different types, which Go refuses.

https://pkg.go.dev/text/template#hdr-Functions, read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.charts.rope import Rope
from poolaudit.extract.charts.value import Known, Unknown, steps_of, why_not

if TYPE_CHECKING:
    from poolaudit.extract.charts.value import Value


def any_equal(first: Value, others: tuple[Value, ...]) -> Value:
    """Whether the first equals any of the others."""
    found = [_equal(first, each) for each in others]
    steps = steps_of(first, *others)
    if not any(found) and None in found:
        return Unknown(why_not(first, *others) or "values of different types", None, steps)
    return Known(any(found), steps)


def _equal(one: Value, other: Value) -> bool | None:
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return None
    left, right = one.data, other.data
    if left is None or right is None:
        return left is right
    if isinstance(left, Rope) and isinstance(right, Rope):
        return None if left.why or right.why else left.text == right.text
    numbers = [isinstance(each, (int, float)) and not isinstance(each, bool) for each in (left, right)]
    if all(numbers) or (isinstance(left, bool) and isinstance(right, bool)):
        return left == right
    return None
