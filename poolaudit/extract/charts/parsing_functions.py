"""Functions of templates that look into texts: `fromYaml`, `regexMatch` and the like. In: values. Out: a `Value`.

Sprig 3.3 (https://masterminds.github.io/sprig/strings.html#regexmatch-mustregexmatch) and Helm 3.19 (`fromYaml`, `fromJson`),
read 2026-11-21. Go's expressions never backtrack and Python's do, so only short ones that can hardly do it are worked out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.charts.given import word_of
from poolaudit.extract.charts.value import Known, Unknown, steps_of, text
from poolaudit.extract.settings.tree import MappingNode, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.charts.rope import Step
    from poolaudit.extract.charts.value import Value
    from poolaudit.extract.settings.tree import Node

_LONGEST_PATTERN = 100
_LONGEST_TEXT = 100
_REFUSED = ("(?", ")*", ")+", "){", "[[", "--", "&&", "||", "~~")
"""Groups that are repeated or have a meaning of their own, and signs of which Python warns."""
_MOST_REPEATS = 2
"""Signs of repetition in a pattern: with two of them and a short text, nothing takes long."""


def functions() -> dict[str, Callable[..., Value]]:
    """Each function by its name."""
    return {
        "fromYaml": _parsed,
        "fromJson": _parsed,
        "fromYamlArray": _parsed,
        "fromJsonArray": _parsed,
        "regexMatch": lambda pattern, value: Known(_found(pattern, value) is not None, steps_of(value)),
        "regexFind": lambda pattern, value: text((_found(pattern, value) or ("",))[0], steps_of(value)),
        "regexReplaceAll": _replaced,
        "regexReplaceAllLiteral": _replaced,
    }


def _parsed(value: Value) -> Value:
    """YAML, or JSON, which is YAML, as values; they remember what the text was made of."""
    from poolaudit.extract.settings.yaml import read  # noqa: PLC0415  # loads the parser

    try:
        roots = read(Source("", word_of(value)), rendered=True).roots
    except UnreadError:
        return Unknown("no YAML", None, steps_of(value))
    return _value(roots[0], steps_of(value)) if roots else Known({})


def _value(node: Node, steps: tuple[Step, ...]) -> Value:
    if isinstance(node, MappingNode):
        return Known({key.name: _value(each, steps) for key, each in node.items})
    if isinstance(node, ScalarNode):
        return text(node.value, steps) if isinstance(node.value, str) else Known(node.value, steps)
    return Known(tuple(_value(each, steps) for each in node.elements))


def _found(pattern: Value, value: Value) -> tuple[str] | None:
    found = _expression(word_of(pattern)).search(_short(value))
    return (found[0],) if found is not None else None


def _replaced(pattern: Value, value: Value, new: Value) -> Value:
    words = word_of(new)
    if "$" in words:
        raise ValueError
    return text(_expression(word_of(pattern)).sub(lambda _: words, _short(value)), steps_of(value))


def _short(value: Value) -> str:
    words = word_of(value)
    if len(words) > _LONGEST_TEXT:
        raise ValueError
    return words


def _settled(pattern: str) -> str:
    """The pattern without runs of digits before another sign or the end, which match in one way only: `[0-9]+` of a version."""
    return re.sub(r"(?:\[0-9\]|\\d)[+*]\)?(?=\\[.:/_-]|$)", "", pattern)


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    """The compiled pattern. Raises `ValueError` for one that Python might take long for, or does not know."""
    repeats = sum(_settled(pattern).count(sign) for sign in "*+{")
    if len(pattern) > _LONGEST_PATTERN or repeats > _MOST_REPEATS or any(sign in pattern for sign in _REFUSED):
        raise ValueError
    try:
        return re.compile(pattern)
    except (re.error, OverflowError):
        raise ValueError from None
