"""A resource as a program of Pulumi makes it, before the configuration of a stack fills it in, and texts that it is made of."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.pulumi_resources import AS_WRITTEN, FREE, FREE_IN_MANIFESTS, SINGULAR
from poolaudit.catalog.terraform_kubernetes import SPELLED
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import WORKED_OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

CONFIG = "the configuration of the stack: "
"""Start of the `template` of a scalar that a stack fills in; its `raw` is the key, its `value` the default."""
UNKNOWN = "code that is not followed"
HOLE = "${UNKNOWN}"
"""What stands in a text for a part that is not known."""
_MARK = "${stack:"
"""Start of what stands there for a key of the stack, with `=` and the default where that is a plain word."""


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


def put_together(parts: Iterable[Node], span: Span) -> ScalarNode:
    """Parts one after the other, with marks for those that are not known."""
    words, why, chosen = "", "", ""
    for each in parts:
        if not isinstance(each, ScalarNode) or (each.template and not each.template.startswith(CONFIG)):
            words += HOLE
            why = why or (each.template if isinstance(each, ScalarNode) else UNKNOWN)
        elif each.template:
            usual = str(each.value) if each.value is not None else ""
            words += f"{_MARK}{each.raw}{f'={usual}' if _plain().fullmatch(usual) else ''}}}"
            chosen = chosen or each.template
        else:
            words += str(each.value)
    template = why or chosen
    return ScalarNode(words, span, words, '"', template) if template else ScalarNode(words, span, words, WORKED_OUT)


def with_keys(node: ScalarNode, value_of: Callable[[ScalarNode], str | None]) -> ScalarNode:
    """A text with what a stack says in place of the marks; `value_of` gives None for the scalar of a key that is not known."""

    def filled(found: re.Match[str]) -> str:
        scalar = ScalarNode(found[2], node.span, found[1], "", f"{CONFIG}{found[1]}")
        value = value_of(scalar)
        return HOLE if value is None else value

    words = _marked().sub(filled, node.raw)
    known = HOLE not in words and node.template.startswith(CONFIG)
    return ScalarNode(words, node.span, words, WORKED_OUT) if known else replace(node, value=words, raw=words)


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(r"[\w.-]+")


@cache
def _marked() -> re.Pattern[str]:
    return re.compile(r"\$\{stack:([^={}]+)(?:=([\w.-]+))?\}")


def depends(node: Node) -> bool:
    """Whether a stack decides on something inside."""
    if isinstance(node, ScalarNode):
        return node.template.startswith(CONFIG) or (bool(node.template) and _MARK in node.raw)
    inner = (value for _, value in node.items) if isinstance(node, MappingNode) else node.elements
    return any(depends(each) for each in inner)
