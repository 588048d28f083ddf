"""Values as YAML or JSON text: `toYaml`, `toJson`. In: a `Value`. Out: a `Rope` whose scalars keep their places.

As sigs.k8s.io/yaml 1.6 writes it (https://pkg.go.dev/sigs.k8s.io/yaml, read 2026-11-21): keys sorted, lists no deeper than their
key.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from poolaudit.extract.charts.rope import Rope, joined
from poolaudit.extract.charts.value import TOO_MUCH, Unknown, hole, is_small, plain, rope_of
from poolaudit.extract.settings.yaml_scalar import typed

if TYPE_CHECKING:
    from poolaudit.extract.charts.value import Value

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./@$()%+=~^*,;!?<>-: ")
_FIRST = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./$(")
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off"))
"""Texts that YAML 1.1 takes for truth values."""


def yaml_text(value: Value) -> Rope:
    """Block style, without a newline at the end."""
    if not is_small(value):
        return hole(TOO_MUCH)
    return joined(_lines(_block(value, 0)))


def _lines(lines: list[list[Rope | str]]) -> list[Rope | str]:
    found: list[Rope | str] = []
    for number, line in enumerate(lines):
        found += ["\n", *line] if number else line
    return found


def _block(value: Value, depth: int) -> list[list[Rope | str]]:
    """The lines of a value, each as parts."""
    data = None if isinstance(value, Unknown) else value.data
    if isinstance(data, dict) and data:
        found: list[list[Rope | str]] = []
        for name, each in sorted(data.items()):
            head = f"{_key(name)}:"
            inner = None if isinstance(each, Unknown) else each.data
            if isinstance(inner, dict) and inner:
                found.append([head])
                found += (["  ", *line] for line in _block(each, depth + 1))
            elif isinstance(inner, tuple) and inner:
                found += [[head], *_block(each, depth + 1)]
            else:
                first, *rest = _scalar(each)
                found += [[f"{head} ", *first], *(["  ", *line] for line in rest)]
        return found
    if isinstance(data, tuple) and data:
        return [["- " if number == 0 else "  ", *line] for each in data for number, line in enumerate(_block(each, depth + 1))]
    return _scalar(value)


def _key(name: str) -> str:
    return name if _is_plain(name) else json.dumps(name)


def _scalar(value: Value) -> list[list[Rope | str]]:
    if isinstance(value, Unknown):
        return [[hole(value.why, value.steps)]]
    data = value.data
    if isinstance(data, Rope):
        text = data.text
        if data.why:
            return [['"', data, '"']]
        if "\n" in text:
            lines = list(data.lines())
            ends = text.endswith("\n")
            inner: list[list[Rope | str]] = [[line] for line in (lines[:-1] if ends else lines)]
            return [["|" if ends else "|-"], *inner]
        if _is_plain(text):
            return [[data]]
        return [['"', data, '"']] if json.dumps(text, ensure_ascii=False)[1:-1] == text else [[json.dumps(text)]]
    if value.written is not None:
        return [[Rope((value.written,))]]
    if data is None:
        return [["null"]]
    if isinstance(data, (dict, tuple)):
        return [["{}" if isinstance(data, dict) else "[]"]]
    return [[plain(data)]]


def _is_plain(text: str) -> bool:
    """Whether a text may stand without quotes and is still read as text."""
    if not text or text[0] not in _FIRST or not set(text) <= _PLAIN or text[-1] in " :" or ": " in text:
        return False
    return isinstance(typed(text), str) and text.lower() not in _WORDS


def json_text(value: Value) -> Rope:
    """One line, keys sorted."""
    return _json(value) if is_small(value) else hole(TOO_MUCH)


def _json(value: Value) -> Rope:
    if isinstance(value, Unknown):
        return hole(value.why, value.steps)
    data = value.data
    if isinstance(data, dict):
        parts: list[Rope | str] = ["{"]
        for number, (name, each) in enumerate(sorted(data.items())):
            parts += [f"{',' if number else ''}{json.dumps(name)}:", _json(each)]
        return joined((*parts, "}"))
    if isinstance(data, tuple):
        listed: list[Rope | str] = ["["]
        for number, each in enumerate(data):
            listed += ["," if number else "", _json(each)]
        return joined((*listed, "]"))
    if isinstance(data, Rope):
        plain_text = json.dumps(data.text, ensure_ascii=False)
        return joined(('"', data, '"')) if data.why or plain_text[1:-1] == data.text else Rope(joined((plain_text,)).pieces)
    return rope_of(value) if data is not None else joined(("null",))
