"""Text of configuration files as numbers, durations and lists.

In: a `Setting` of text. Out: the same setting with a typed value; unresolved where the text is none of that type.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def number(setting: Setting[str], label: str) -> Setting[int]:
    """A whole number in C's notation: `20`, `0x14`."""
    try:
        value = int(setting.value, 0) if setting.is_known and setting.value is not None else None
    except ValueError:
        return Setting.unresolved(f"{setting.label} = {setting.value} is no number", setting.span, label)
    return setting.read_as(value, setting.label or label)


def seconds(setting: Setting[str]) -> Setting[Seconds]:
    """A number of seconds, with or without a fraction."""
    try:
        value = Seconds(setting.value) if setting.is_known and setting.value is not None else None
    except ValueError:
        return Setting.unresolved(f"{setting.label} = {setting.value} is no number", setting.span, setting.label)
    return setting.read_as(value)


def lower(setting: Setting[str]) -> Setting[str]:
    """A word of an enumeration, whose case does not matter."""
    return setting.read_as(setting.value.lower()) if setting.is_known and setting.value else setting


def names(setting: Setting[str], label: str) -> Setting[tuple[str, ...]]:
    """A list of names, in lower case, separated by commas or blanks; what nobody writes is an empty list."""
    if setting.origin is Origin.ABSENT:
        return Setting.default((), label, "nothing is listed")
    listed = tuple((setting.value or "").lower().replace(",", " ").split())
    return replace(setting.read_as(listed if setting.is_known else None, label), shown="" if listed else "nothing")


def about(setting: Setting[T], label: str, test: Callable[[T], bool]) -> Setting[bool]:
    """What a setting means, as a truth value with the setting's own evidence."""
    if not setting.is_known or setting.value is None:
        return Setting.unresolved(setting.note or f"{setting.label} is not set", setting.span, label)
    return setting.restated(test(setting.value))
