"""Facts as plain values. In: any fact of ours. Out: what JSON can hold, with secrets masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import pairwise
from math import isfinite
from typing import Any

from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.facts.secret import MASK, Secret
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.span import Span
from poolaudit.report.terminal import printable


def as_json(value: object) -> Any:
    """Dataclasses become objects, spans `path:line:column`, secrets their masked form.

    A setting is an object with its value, origin and place, an absent one is null.
    """
    if isinstance(value, Secret):
        return value.masked
    if isinstance(value, Span):
        return f"{value.path}:{value.line}:{value.column}"
    if isinstance(value, Setting):
        return _setting(value)
    if isinstance(value, Enum):
        return as_json(value.value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: as_json(getattr(value, each.name)) for each in fields(value) if not each.name.startswith("_")}
    if isinstance(value, Mapping):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, (frozenset, set)):
        return sorted((as_json(each) for each in value), key=str)
    if isinstance(value, (tuple, list)):
        return _sequence(value)
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, str):
        return mask(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return type(value).__name__  # never `str()` of a type that nobody has looked at


def _sequence(values: tuple[object, ...] | list[object]) -> list[Any]:
    """Elements in order; of a command line, the word behind an option for a password is hidden."""
    shown = [as_json(each) for each in values]
    for index, (option, word) in enumerate(pairwise(values), 1):
        if isinstance(option, str) and isinstance(word, str) and option.startswith("-") and is_secret_key(option.lstrip("-")):
            shown[index] = MASK
    return shown


def _setting(setting: Setting[Any]) -> Any:
    if setting.origin is Origin.ABSENT:
        return None
    shown: dict[str, Any] = {} if setting.origin is Origin.UNRESOLVED else {"value": as_json(setting.value)}
    shown["origin"] = setting.origin.value
    if setting.span is not None:
        shown["at"] = as_json(setting.span)
    if setting.note:
        shown["note"] = setting.note
    return shown


def place(span: Span | None) -> str:
    """`path:line`, printable; empty for no place."""
    return "" if span is None else f"{printable(span.path)}:{span.line}"
