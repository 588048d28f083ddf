"""Sums and products of settings.

In: settings of numbers. Out: a number with the evidence of its parts; an unknown part makes it unknown, with that part's reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Sequence


def times(one: Setting[int], other: Setting[int]) -> Setting[int]:
    """The product."""
    unknown = _unknown((one, other))
    if unknown is not None:
        return unknown
    return Setting.derived((one.value or 0) * (other.value or 0), "", "", one, other)


def plus(one: Setting[int], other: Setting[int]) -> Setting[int]:
    """The sum of two."""
    return total((one, other))


def total(settings: Sequence[Setting[int]]) -> Setting[int]:
    """The sum of any number."""
    unknown = _unknown(settings)
    if unknown is not None:
        return unknown
    return Setting.derived(sum(each.value or 0 for each in settings), "", "", *settings)


def _unknown(settings: Sequence[Setting[int]]) -> Setting[int] | None:
    for each in settings:
        if not each.is_known or each.value is None:
            return Setting.unresolved(each.note or f"{each.label or 'a term'} is not known", each.span, each.label)
    return None
