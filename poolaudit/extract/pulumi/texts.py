"""Texts that programs of Pulumi put together. In: calls with their arguments. Out: nodes, known as far as their parts are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit.extract.pulumi.applied import CALL, applied
from poolaudit.extract.pulumi.draft import UNKNOWN, put_together
from poolaudit.extract.settings.tree import ScalarNode
from poolaudit.facts.expression import Elements, Items, Literal
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.discover.source import Source
    from poolaudit.extract.code.shape import Call, CodeModule
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.expression import CallResult, Expression
    from poolaudit.facts.span import Span


class Texts:
    """The texts of one file."""

    def __init__(
        self, source: Source, module: CodeModule, node: Callable[[Expression], Node], reference: Callable[[Span], Node]
    ) -> None:
        self._source = source
        self._node = node
        self._reference = reference
        self._calls: dict[int, list[Call]] = {}
        """By their first character: the calls of a chain have the same."""
        for call in module.calls:
            self._calls.setdefault(call.span.offset, []).append(call)
        self._values: dict[str, list[Expression]] = {}
        for each in module.assignments:
            self._values.setdefault(each.target, []).append(each.value)

    def formatted(self, pattern: Literal, value: CallResult) -> Node:
        """`pulumi.Sprintf("%s:%d", host, port)`."""
        text = pattern.value.reveal() if isinstance(pattern.value, Secret) else str(pattern.value)
        rest = iter(value.positional[1:])
        parts: list[Expression] = []
        for piece in re.split(r"(%[sdv])", text):
            following = next(rest, None) if piece.startswith("%") and len(piece) == 2 else None  # noqa: PLR2004 - "%s"
            parts.append(following or Literal(Secret(piece, piece), pattern.span))
        return self.joined(tuple(parts), value.span)

    def filled(self, pattern: Literal, value: CallResult) -> Node:
        """`pulumi.Output.format("{0}:{port}", host, port=5432)`."""
        text = pattern.value.reveal() if isinstance(pattern.value, Secret) else str(pattern.value)
        given = {str(at): each for at, each in enumerate(value.positional[1:])} | dict(value.keywords)
        pieces = re.split(r"\{(\w*)\}", text)
        keys = [each or str(at // 2) for at, each in enumerate(pieces)]
        parts = [
            (self._node(given[keys[at]]) if keys[at] in given else unknown(value.span))
            if at % 2
            else ScalarNode(each, value.span, each)
            for at, each in enumerate(pieces)
        ]
        return put_together(parts, value.span)

    def applied(self, value: CallResult) -> Node:
        """What `apply` makes of the outputs that it is called on."""
        owner, _, function = self._source.at(value.span).partition(CALL)
        made = applied(function.removesuffix(")"))
        if made is None:
            return unknown(value.span)
        given = self._given(value.span, owner)
        parts = [
            (given.get(each) or self._variable(each, value.span)) if at % 2 else ScalarNode(each, value.span, each)
            for at, each in enumerate(made.pieces)
        ]
        return put_together(parts, value.span)

    def _given(self, span: Span, owner: str) -> dict[str, Node]:
        """The outputs by number and name: those of `all`, or the one on which `apply` is called."""
        for call in self._calls.get(span.offset, ()):
            if call.span.end < span.end and call.callee.rpartition(".")[2] == "all":
                first = call.arguments[0].value if call.arguments else None
                values = (
                    first.elements if isinstance(first, Elements) else [each.value for each in call.arguments if not each.name]
                )
                named = (
                    first.items if isinstance(first, Items) else [(each.name, each.value) for each in call.arguments if each.name]
                )
                found = {str(at): self._node(each) for at, each in enumerate(values) if not isinstance(each, Items)}
                return {**found, **{name: self._node(each) for name, each in named}}
        place = self._source.span(span.offset, span.offset + len(owner))
        return {"0": self._variable(f"={owner}", place) if owner.isidentifier() else self._reference(place)}

    def _variable(self, key: str, span: Span) -> Node:
        """The value of a name outside of the function, where the file gives it one."""
        found = self._values.get(key.removeprefix("="), []) if key.startswith("=") else []
        return self._node(found[0]) if len(found) == 1 else unknown(span)

    def joined(self, parts: Iterable[Expression], span: Span) -> Node:
        """Parts one after the other."""
        return put_together([self._node(each) for each in parts], span)


def unknown(span: Span) -> ScalarNode:
    """A value that code makes which is not followed."""
    return ScalarNode("", span, "", "", UNKNOWN)
