"""Values of charts. In: the tree of a `values.yaml`. Out: `Value`s that know their places; files laid over each other.

Rules: https://helm.sh/docs/chart_template_guide/values_files/ (Helm 3.19, read 2026-11-21): mappings are merged, anything else is
replaced, `null` takes a key away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.charts.rope import Piece, Rope, Step
from poolaudit.extract.charts.value import NOTHING, Known
from poolaudit.extract.settings.tree import MappingNode, ScalarNode

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.charts.value import Value
    from poolaudit.extract.settings.tree import Node

_LONGEST_NUMBER = 12
"""Characters of a number that evidence shows."""


def value_of(source: Source, node: Node | None, name: str = ".Values") -> Value:
    """A tree as values; `name` is how templates call it."""
    if isinstance(node, MappingNode):
        return Known({key.name: value_of(source, each, f"{name}.{key.name}") for key, each in node.items})
    if isinstance(node, ScalarNode):
        return _scalar(source, node, name)
    return Known(tuple(value_of(source, each, name) for each in node.elements)) if node is not None else Known({})


def _scalar(source: Source, node: ScalarNode, name: str) -> Value:
    value = node.value
    if value is None:
        return NOTHING
    if isinstance(value, str):
        pieces = tuple(_pieces(source, node, value))
        return Known(Rope(pieces), (Step(node.span, name),))
    shown = node.raw if len(node.raw) <= _LONGEST_NUMBER else ""
    written = Piece(node.raw, source, node.span.offset, node.span.end, exact=True)
    return Known(value, (Step(node.span, name, shown),), written)


def _pieces(source: Source, node: ScalarNode, value: str) -> list[Piece]:
    """The text in pieces that stand in the file as they are: the lines of a block, the whole of anything else."""
    start, end = node.span.offset, node.span.end
    if value == node.raw:
        return [Piece(value, source, start, end, exact=True)] if value else []
    if node.quote == "|":
        lines, at = value.split("\n"), start
        found: list[Piece] = []
        for number, line in enumerate(lines):
            place = source.text.find(line, at, end) if line else at
            if place < 0:
                break
            if number:
                found.append(Piece("\n"))
            if line:
                found.append(Piece(line, source, place, place + len(line), exact=True))
            at = place + len(line)
        else:
            return found
    return [Piece(value, source, start, end)]


def laid_over(base: Value, over: Value) -> Value:
    """Values of one file over those of another; neither is changed."""
    if not isinstance(base, Known) or not isinstance(over, Known):
        return over
    if not isinstance(base.data, dict) or not isinstance(over.data, dict):
        return over
    found: dict[str, Value] = dict(base.data)
    for name, value in over.data.items():
        if isinstance(value, Known) and value.data is None:
            found.pop(name, None)
        else:
            found[name] = laid_over(found[name], value) if name in found else value
    return Known(found)


def copied(value: Value) -> Value:
    """The value with mappings of its own, so that `set` in a template changes nothing else."""
    if not isinstance(value, Known):
        return value
    if isinstance(value.data, dict):
        return Known({name: copied(each) for name, each in value.data.items()}, value.steps)
    if isinstance(value.data, tuple):
        return Known(tuple(copied(each) for each in value.data), value.steps)
    return value


def under(value: Value, *names: str) -> Value:
    """What stands below some keys; `NOTHING` where a key is missing."""
    for name in names:
        if not isinstance(value, Known) or not isinstance(value.data, dict):
            return NOTHING
        value = value.data.get(name, NOTHING)
    return value
