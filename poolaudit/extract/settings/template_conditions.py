"""Values of a YAML template that stand in a condition of ERB: `<% if environment == 'staging' %>` … `<% end %>`.

In: a `Source` and a root that `yaml_template` made. Out: the root, whose values in such a block are marked with the condition.
What names a thing keeps its value, so that it is known what there may be. A condition around the whole document says nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node

    Block = tuple[int, int, str]
    """First and last offset, and which branch it is."""

_NAMES = frozenset({"apiVersion", "kind", "name"})
"""Keys of Kubernetes that say which thing is meant."""
_LONGEST = 60
"""Characters of a condition in a reason."""
_MOST = 2000
"""Blocks of one file."""
_OPENERS = ("if", "unless", "case", "while", "until", "for", "begin")
_OTHERWISE = ("else", "elsif", "when", "in")


def blocks(source: Source) -> tuple[Block, ...]:
    """What stands between a condition or a loop and its end, in the order of the ends."""
    if "<%" not in source.text:
        return ()
    found: list[Block] = []
    begun: list[tuple[int, str, str]] = []
    for code in _code().finditer(source.text):
        text = " ".join(code[1].rstrip("-").split())
        word, shown = text.partition(" ")[0], f"`{text[:_LONGEST]}`"
        first = shown
        if word == "end" or word in _OTHERWISE:
            if not begun or len(found) >= _MOST:
                continue
            start, why, first = begun.pop()
            found.append((start, code.start(), why))
        if word in _OTHERWISE:
            begun.append((code.end(), f"the branch {shown} of {first}", first))
        elif word in _OPENERS or _is_loop(text):
            begun.append((code.end(), f"the branch {shown}", shown))
    return tuple(found)


def with_conditions(root: Node, found: tuple[Block, ...]) -> Node:
    """The root with marked values; as it is where no block begins inside of it."""
    inside = tuple(each for each in found if root.span.offset < each[0] and each[0] <= root.span.end)
    return _marked(root, inside, "") if inside else root


def _marked(node: Node, found: tuple[Block, ...], key: str) -> Node:
    inside = tuple(each for each in found if each[0] <= node.span.end and node.span.offset <= each[1])
    if not inside:
        return node
    if isinstance(node, MappingNode):
        return MappingNode(tuple((name, _marked(value, inside, name.name)) for name, value in node.items), node.span, node.tag)
    if isinstance(node, SequenceNode):
        return SequenceNode(tuple(_marked(each, inside, key) for each in node.elements), node.span, node.tag)
    why = next((why for start, end, why in inside if start <= node.span.offset < end), "")
    if not why or key in _NAMES or node.template:
        return node
    return ScalarNode(node.value, node.span, node.raw, node.quote, why, node.tag)


def _is_loop(text: str) -> bool:
    """Whether code opens a block of Ruby: `names.each do |name|`."""
    return text.endswith(" do") or (text.endswith("|") and (" do |" in text or "{ |" in text or "{|" in text))


@cache
def _code() -> re.Pattern[str]:
    return re.compile(r"<%-?(?![=#%])([^%]{0,2000}(?:%(?!>)[^%]{0,2000}){0,20}?)-?%>")
