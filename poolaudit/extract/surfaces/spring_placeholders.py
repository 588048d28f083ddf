"""Placeholders of property files: `${NAME}`, `${NAME:default}`, nested ones, names of other properties.

In: a `ScalarNode` and the properties beside it. Out: an `Expression`; `${…}` becomes a look-up of an environment variable.
Grammar: Spring's PropertyPlaceholderHelper; Quarkus and Micronaut (backquoted defaults) write the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.surfaces.spring_properties import canonical, variable_names
from poolaudit.facts.expression import EnvLookup, Joined, Literal, Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import ScalarNode
    from poolaudit.extract.surfaces.spring_properties import Property
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_DEEPEST = 6
_MOST = 60
"""Placeholders that one value may lead to, those of other properties included."""


@dataclass(slots=True)
class Placeholders:
    """Reads values of one profile."""

    source: Source
    values: Mapping[str, Property]
    """Properties by canonical name."""
    _left: int = 0

    def expression(self, node: ScalarNode) -> Expression:
        """What a value stands for."""
        self._left = _MOST
        return self._value(node, 0)

    def _value(self, node: ScalarNode, depth: int) -> Expression:
        if node.template:
            return Unresolved(node.template, node.span)
        if not isinstance(node.value, str):
            return Literal(node.value, node.span)
        if node.value.startswith("ENC(") and node.value.endswith(")"):
            return Unresolved("it is encrypted", node.span)
        if node.value[:1] == "@" == node.value[-1:] and len(node.value) > 2:  # noqa: PLR2004 - a name between two signs
            return Unresolved("the build replaces it", node.span)
        return self._text(node.value, self._place(node), depth)

    def _place(self, node: ScalarNode) -> Callable[[int, int], Span]:
        if node.value != node.raw:
            return lambda _start, _end: node.span
        first = node.span.offset
        return lambda start, end: self.source.span(first + start, first + end)

    def _text(self, text: str, place: Callable[[int, int], Span], depth: int) -> Expression:
        parts: list[Expression] = []
        at = 0
        while at < len(text):
            start = _next_mark(text, at)
            end = _closing(text, start + 2) if start >= 0 else -1
            if start < 0 or end < 0:
                break
            if start > at:
                parts.append(Literal(text[at:start], place(at, start)))
            parts.append(self._placeholder(text, start, end, place, depth))
            at = end + 1
        if not parts:
            return Literal(text, place(0, len(text)))
        if at < len(text):
            parts.append(Literal(text[at:], place(at, len(text))))
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), place(0, len(text)))

    def _placeholder(self, text: str, start: int, end: int, place: Callable[[int, int], Span], depth: int) -> Expression:
        span = place(start, end + 1)
        self._left -= 1
        if text[start] == "#":
            return Unresolved("an expression that the framework evaluates", span)
        if depth >= _DEEPEST or self._left < 0:
            return Unresolved("its placeholders are nested too deeply", span)
        inner_start = start + 2
        cut = _separator(text, inner_start, end)
        name = text[inner_start : cut if cut >= 0 else end].strip()
        if "${" in name:
            return Unresolved("the name of its variable is itself put together", span)
        default: Expression | None = None
        known = self.values.get(canonical(name))
        if known is not None:
            return EnvLookup(_names(name), span, self._value(known.node, depth + 1), overrides=True)
        if cut >= 0:
            first, last = cut + 1, end
            if text[first:last].startswith("`") and text[first:last].endswith("`") and last - first > 1:
                first, last = first + 1, last - 1
            inner = text[first:last]
            default = self._text(inner, lambda a, b: place(first + a, first + b), depth + 1)
        return EnvLookup(_names(name), span, default)


def _names(name: str) -> tuple[str, ...]:
    """Variables that fill a placeholder: the name itself where it can be one, and its upper-case form."""
    own = (name,) if name.replace("_", "").isalnum() else ()
    return tuple(dict.fromkeys((*own, *variable_names(name))))


def _next_mark(text: str, at: int) -> int:
    found = [place for mark in ("${", "#{") if (place := text.find(mark, at)) >= 0]
    return min(found, default=-1)


def _closing(text: str, at: int) -> int:
    """The brace that closes a placeholder whose inside starts at `at`; -1 when none does."""
    depth = 1
    for place in range(at, len(text)):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if not depth:
                return place
    return -1


def _separator(text: str, start: int, end: int) -> int:
    """The colon between name and default, outside of nested placeholders; -1 for none."""
    depth = 0
    for place in range(start, end):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
        elif text[place] == ":" and not depth:
            return place
    return -1
