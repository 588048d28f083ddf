"""A resource as a program of Pulumi makes it, before the configuration of a stack fills it in. No logic but of names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.pulumi_resources import AS_WRITTEN, FREE, FREE_IN_MANIFESTS, SINGULAR
from poolaudit.catalog.terraform_kubernetes import SPELLED
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from poolaudit.extract.settings.tree import Node

CONFIG = "the configuration of the stack: "
"""Start of the `template` of a scalar that a stack fills in; its `raw` is the key, its `value` the default."""
UNKNOWN = "code that is not followed"


@dataclass(frozen=True, slots=True)
class Draft:
    """One resource of one file."""

    kind: str
    """Resource of Terraform, or `kubernetes` where `body` is a manifest."""
    title: Key
    """Its name in the program."""
    body: MappingNode
    """Arguments under Terraform's names, or the manifest."""
    address: str
    """`aws_db_instance.orders`: what values of the same file hold for it."""


def terraform(node: Node) -> Node:
    """Arguments under Terraform's names."""
    if isinstance(node, SequenceNode):
        return replace(node, elements=tuple(terraform(each) for each in node.elements))
    if not isinstance(node, MappingNode):
        return node
    items: list[tuple[Key, Node]] = []
    for key, value in node.items:
        name = snake(key.name)
        name = SINGULAR.get(name, name)
        items.append((Key(name, key.span), value if name in FREE | AS_WRITTEN else terraform(value)))
    return replace(node, items=tuple(items))


def manifest(node: Node) -> Node:
    """The same under the names of a manifest."""
    if isinstance(node, SequenceNode):
        return replace(node, elements=tuple(manifest(each) for each in node.elements))
    if not isinstance(node, MappingNode):
        return node
    items: list[tuple[Key, Node]] = []
    for key, value in node.items:
        name = SPELLED.get(key.name) or camel(key.name)
        labels = name == "selector" and isinstance(value, MappingNode) and not _selects(value)
        items.append((Key(name, key.span), value if name in FREE_IN_MANIFESTS or labels else manifest(value)))
    return replace(node, items=tuple(items))


def _selects(node: MappingNode) -> bool:
    return any(camel(key.name) in ("matchLabels", "matchExpressions") for key, _ in node.items)


def snake(name: str) -> str:
    """`engineVersion` and `EngineVersion` → `engine_version`."""
    return "".join(f"_{each.lower()}" if each.isupper() and at else each.lower() for at, each in enumerate(name))


def camel(name: str) -> str:
    """`match_labels` and `MatchLabels` → `matchLabels`."""
    first, *others = name.split("_")
    return first[:1].lower() + first[1:] + "".join(each[:1].upper() + each[1:] for each in others)


def address(kind: str, name: str) -> str:
    """A name that is fit for a host."""
    return f"{kind}.{''.join(each if each.isalnum() or each in '-_' else '_' for each in name)}"


def depends(node: Node) -> bool:
    """Whether a stack decides on something inside."""
    if isinstance(node, ScalarNode):
        return node.template.startswith(CONFIG)
    inner = (value for _, value in node.items) if isinstance(node, MappingNode) else node.elements
    return any(depends(each) for each in inner)
