"""Resources of Pulumi YAML. In: the tree of a Pulumi.yaml. Out: `Draft`s.

Meaning: https://www.pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference/ (1, read 2026-11-21): `${name.attribute}` is
an attribute of a resource, `${name}` a variable or a key of the configuration, `$${` a plain `${`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit.catalog.terraform_resources import ADDRESSES, WITH_PORTS
from poolaudit.extract.pulumi.draft import CONFIG, UNKNOWN, Draft, address, put_together, snake, terraform
from poolaudit.extract.pulumi.made import drafts_of, kind_of
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import WORKED_OUT
from poolaudit.extract.terraform.copies import port_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.settings.tree import Node, SettingsDocument
    from poolaudit.facts.span import Span

_DEEPEST = 10
"""Variables that stand for one another in a row."""
_TO_JSON = "fn::toJSON"


def drafts_of_project(document: SettingsDocument) -> Iterator[Draft]:
    """The resources that a project in YAML has."""
    for root in document.roots:
        if isinstance(root, MappingNode) and isinstance(root.get("resources"), MappingNode):
            yield from _Project(root).drafts()


class _Project:
    """One Pulumi.yaml."""

    def __init__(self, root: MappingNode) -> None:
        self._made: dict[str, tuple[str, Key, MappingNode]] = {}
        resources, variables, keys = root.get("resources"), root.get("variables"), root.get("config")
        for key, node in resources.items if isinstance(resources, MappingNode) else ():
            kind = node.get("type") if isinstance(node, MappingNode) else None
            if isinstance(node, MappingNode) and isinstance(kind, ScalarNode):
                found, given = kind_of(str(kind.value)), node.get("properties")
                if found:
                    body = given if isinstance(given, MappingNode) else MappingNode((), node.span)
                    self._made[key.name] = (found, key, body)
        self._variables = {key.name: node for key, node in variables.items} if isinstance(variables, MappingNode) else {}
        self._keys = {key.name for key, _ in keys.items} if isinstance(keys, MappingNode) else set()

    def drafts(self) -> Iterator[Draft]:
        """As `drafts_of_project`."""
        for kind, key, body in self._made.values():
            found = self._node(body)
            if isinstance(found, MappingNode):
                yield from drafts_of(kind, key, found)

    def _node(self, node: Node, depth: int = 0) -> Node:
        if isinstance(node, SequenceNode):
            return SequenceNode(tuple(self._node(each, depth) for each in node.elements), node.span)
        if isinstance(node, MappingNode):
            encoded = node.get(_TO_JSON)
            if encoded is not None:
                return self._node(encoded, depth)
            return MappingNode(tuple((key, self._node(value, depth)) for key, value in node.items), node.span)
        return self._text(node, depth) if isinstance(node.value, str) and "${" in node.value else node

    def _text(self, node: ScalarNode, depth: int) -> Node:
        """A text with what it names in its place."""
        pieces = re.split(r"(?<!\$)\$\{([^{}]*)\}", str(node.value))
        if len(pieces) == 3 and not pieces[0] and not pieces[2]:  # noqa: PLR2004 - one name and nothing around it
            return self._named(pieces[1], node.span, depth)
        parts = [
            self._named(piece, node.span, depth) if at % 2 else ScalarNode(piece.replace("$${", "${"), node.span, piece)
            for at, piece in enumerate(pieces)
        ]
        return put_together(parts, node.span)

    def _named(self, name: str, span: Span, depth: int) -> Node:
        first, _, attribute = name.strip().partition(".")
        if first in self._made:
            return self._attribute(first, snake(attribute), span)
        if first in self._variables and depth < _DEEPEST:
            return self._node(self._variables[first], depth + 1)
        if first in self._keys:
            return ScalarNode(None, span, first, "", f"{CONFIG}{first}")
        return ScalarNode("", span, "", "", UNKNOWN)

    def _attribute(self, name: str, attribute: str, span: Span) -> Node:
        kind, key, body = self._made[name]
        own = address(kind, key.name)
        if attribute in ADDRESSES.get(kind, ()):
            return ScalarNode(own, span, own, WORKED_OUT)
        if attribute in WITH_PORTS.get(kind, ()):
            written = terraform(body)
            port = port_of(written.get("port"), written.get("engine")) if isinstance(written, MappingNode) else ""
            if port:
                return ScalarNode(f"{own}:{port}", span, f"{own}:{port}", WORKED_OUT)
        return ScalarNode(f"{own}.{attribute}", span, f"{own}.{attribute}", "", f"{own}.{attribute}")
