"""Lists that Go programs build step by step: `env = append(env, x)`. In: a `CodeModule`. Out: their elements as nodes.

What stands in a branch may be missing, so that its values are not known. What the method of another file adds is a mark by the
name of that method, which the project replaces.
"""

from __future__ import annotations

import re
from dataclasses import replace
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.code.shape import Assignment, CodeModule
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

RESULT = "what a method gives: "
"""Start of the `template` of an element that stands for the elements which a method gives; its `raw` names the method."""
_APPEND = "append"
_VALUES = frozenset({"Value", "ValueFrom"})


class Lists:
    """The lists of one file."""

    def __init__(self, source: Source, module: CodeModule, node: Callable[[Expression], Node]) -> None:
        self._source = source
        self._module = module
        self._node = node
        self._busy: set[str] = set()
        """Names whose lists are being read: an element may name its own list."""
        self._assigned: dict[str, list[Assignment]] = {}
        for each in module.assignments if module.language == "go" else ():
            self._assigned.setdefault(each.target, []).append(each)

    def grown(self, span: Span) -> SequenceNode | None:
        """The list that a name at `span` holds; None for anything but a list that grows in the same function."""
        name = self._source.at(span)
        if name in self._busy:
            return None
        self._busy.add(name)
        try:
            return self._elements(name, span)
        finally:
            self._busy.discard(name)

    def _elements(self, name: str, span: Span) -> SequenceNode | None:
        before = [each for each in self._assigned.get(name, ()) if each.span.offset < span.offset]
        own = [each for each in before if each.scope.function == before[-1].scope.function]
        start = self._node(own[0].value) if own else None
        if len(own) < 2 or not isinstance(start, SequenceNode):  # noqa: PLR2004 - made and changed
            return None
        found = list(start.elements)
        for each in own[1:]:
            added = list(self._added(each.value.span))
            found += map(_in_branch, added) if each.span.column > own[0].span.column else added
        return SequenceNode(tuple(found), span)

    def written(self, key: str, call: Span) -> SequenceNode | None:
        """The list that every `key: name` inside of a call names, where all of them name one that grows."""
        places = list(re.finditer(rf"\b{key}:[ \t]+([a-z]\w*)\b", self._source.at(call))) if key.isidentifier() else []
        if len({each[1] for each in places}) != 1:
            return None
        return self.grown(self._source.span(call.offset + places[0].start(1), call.offset + places[0].end(1)))

    def results(self) -> Iterator[tuple[str, SequenceNode]]:
        """Lists of mappings that functions give, each by the name that others have for it."""
        folder = basename(dirname(self._source.path))
        found: dict[str, Node] = {}
        for result in self._module.results if self._module.language == "go" else ():
            found[result.scope.function] = self._node(result.value)
        for target, assigned in self._assigned.items():
            for function, last in {each.scope.function: each for each in assigned}.items():
                place = self._returned(target, last)
                grown = self.grown(place) if place is not None else None
                if grown is not None:
                    found[function] = grown
        for function, node in found.items():
            if isinstance(node, SequenceNode) and any(isinstance(each, MappingNode) for each in node.elements):
                yield f"{folder}.{function}", node

    def _returned(self, target: str, last: Assignment) -> Span | None:
        """Where the function of an assignment returns the name, behind the last one."""
        if not target.isidentifier():
            return None
        start = last.span.end
        end = self._source.text.find("\nfunc ", start)
        place = re.search(
            rf"\breturn[ \t]+({target})[ \t]*(?:,|$)", self._source.text[start : end if end >= 0 else None], re.MULTILINE
        )
        return self._source.span(start + place.start(1), start + place.end(1)) if place is not None else None

    def _added(self, span: Span) -> Iterator[Node]:
        """What one call of `append` adds; the first argument is the list itself."""
        call = next((each for each in self._module.calls if each.span == span and each.callee == _APPEND), None)
        if call is None:
            yield ScalarNode("", span, "", "", "code that is not followed")
            return
        yield from (self._node(each.value) for each in call.arguments[1:])
        if not call.complete:
            name = self._method_in(span)
            yield ScalarNode(name, span, name, "", f"{RESULT}{name}")

    def _method_in(self, span: Span) -> str:
        """`storage.Component.GetEnvVars` of `args.Database.GetEnvVars()...`, by the type that the file gives the field."""
        inside = [each for each in self._module.calls if span.offset < each.span.offset and each.span.end <= span.end]
        for call in inside:
            field, method = call.receiver.rpartition(".")[2], call.callee.rpartition(".")[2]
            if not field.isidentifier():
                continue
            types = set(re.findall(rf"\b{field}[ \t]+\*?((?:\w+\.)?[A-Z]\w*)\b", self._source.text))
            if len(types) == 1:
                name = types.pop()
                return f"{name if '.' in name else f'{basename(dirname(self._source.path))}.{name}'}.{method}"
        return ""


def _in_branch(node: Node) -> Node:
    """An element that a condition adds: its name is known, its value only if the condition holds."""
    if not isinstance(node, MappingNode):
        return node
    return replace(
        node,
        items=tuple(
            (key, ScalarNode("", value.span, "", "", "a condition of the program") if key.name in _VALUES else value)
            for key, value in node.items
        ),
    )
