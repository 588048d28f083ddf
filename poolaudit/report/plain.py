"""Facts as plain values. In: any fact of ours. Out: what JSON can hold, with secrets masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

from poolaudit.extract.dsn.harmless import is_opaque
from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import MASK, Secret
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.span import Span
from poolaudit.facts.word import PlacedWord
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression


def as_json(value: object) -> Any:
    """Dataclasses become objects, spans `path:line:column`, secrets their masked form.

    A setting is an object with its value, origin and place, an absent one is null; a command line of several lines has the
    places of its `words` too.
    """
    if isinstance(value, Secret):
        return value.masked
    if isinstance(value, Span):
        return f"{value.path}:{value.line}:{value.column}"
    if isinstance(value, Setting):
        return _setting(value)
    if isinstance(value, Enum):
        return as_json(value.value)
    if isinstance(value, EnvLookup) and value.default is not None:
        value = replace(value, default=_guarded(value.names[0] if value.names else "", value.default))
    if isinstance(value, NamedValue):
        value = replace(value, value=_guarded(value.name, value.value))
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


def _under(name: str, value: object) -> object:
    """A literal under a name is guarded; so is a setting that looks made up, or whose name has a dot: the application's own."""
    if isinstance(value, Setting) and isinstance(value.value, str) and ("." in name or is_opaque(value.value)):
        return value.read_as(env_secret(name, value.value))
    return _guarded(name, value) if isinstance(value, Literal) else value


def _guarded(name: str, value: Expression) -> Expression:
    """A text that stands under a name, hidden as the value of a variable of that name would be."""
    if isinstance(value, Literal) and isinstance(value.value, str):
        return replace(value, value=env_secret(name, value.value))
    return value


def _sequence(values: tuple[object, ...] | list[object]) -> list[Any]:
    """Elements in order; of a command line, passwords behind options and in variables are hidden."""
    if len(values) == 2 and isinstance(values[0], str):  # noqa: PLR2004  # a name and what stands under it
        values = (values[0], _under(values[0], values[1]))
    shown = [as_json(each) for each in values]
    for index, (option, word) in enumerate(pairwise(values), 1):
        if isinstance(option, str) and isinstance(word, str) and option.startswith("-"):
            shown[index] = MASK if is_secret_key(option.lstrip("-")) or _is_made_up(word) else shown[index]
    for index, word in enumerate(values):
        name, equals, text = word.partition("=") if isinstance(word, str) else ("", "", "")
        if equals and name.isupper() and name.isidentifier():
            shown[index] = f"{name}={env_secret(name, text).masked}"
    return shown


def _is_made_up(word: str) -> bool:
    """Whether a word, or what stands on either side of its `=`, looks made up: `max_connections=200` does not."""
    return any(map(is_opaque, word.split("=", 1)))


def _setting(setting: Setting[Any]) -> Any:
    if setting.origin is Origin.ABSENT:
        return None
    shown: dict[str, Any] = {} if setting.origin is Origin.UNRESOLVED else {"value": as_json(setting.value)}
    shown["origin"] = setting.origin.value
    if setting.span is not None:
        shown["at"] = as_json(setting.span)
    words = setting.value if isinstance(setting.value, tuple) else ()
    places = [each.span if isinstance(each, PlacedWord) else None for each in words]
    if setting.span is not None and any(each is not None and each.line != setting.span.line for each in places):
        shown["words"] = as_json(places)
    if setting.note:
        shown["note"] = setting.note
    if setting.origin is Origin.DERIVED and setting.because:
        shown["because"] = as_json(setting.because)
    return shown


def place(span: Span | None) -> str:
    """`path:line`, printable; empty for no place."""
    return "" if span is None else f"{printable(span.path)}:{span.line}"
