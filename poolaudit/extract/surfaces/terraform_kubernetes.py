"""Objects of Kubernetes that Terraform makes. In: `Estate`s. Out: the facts of the manifests that they stand for.

An object that several configurations make, each with values of its own, is left out: a manifest belongs to one cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.terraform_kubernetes import KINDS, LISTS, MANIFEST, MAPS, OBJECTS, SPELLED, VERSIONS
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.kubernetes import objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.resource import Resource
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span


def manifests(estates: Iterable[Estate]) -> Iterator[Fact]:
    """The objects that one configuration alone makes, once each."""
    found: dict[Span, list[tuple[str, Resource]]] = {}
    for estate in estates:
        for kind in sorted(KINDS & estate.kinds.keys()):
            for each in estate.all(kind):
                found.setdefault(each.span, []).append((kind, each))
    for made in found.values():
        if len(made) == 1:
            kind, resource = made[0]
            body = resource.body.get("manifest") if kind == MANIFEST else _manifest(kind, resource.body)
            if body is not None:
                yield from objects(resource.source, body)


def _manifest(kind: str, body: MappingNode) -> MappingNode:
    """The manifest that a resource stands for."""
    version = next((each for each in VERSIONS if kind.endswith(each)), "")
    api, name = OBJECTS[kind.removesuffix(version)]
    inner = _mapping(body)
    if name == "Secret":
        inner = MappingNode(
            tuple((_called(key, "stringData" if key.name == "data" else key.name), node) for key, node in inner.items), inner.span
        )
    head = ((Key(key, body.span), ScalarNode(text, body.span, text)) for key, text in (("apiVersion", api), ("kind", name)))
    return MappingNode((*head, *inner.items), inner.span)


def _mapping(body: MappingNode) -> MappingNode:
    """The arguments under a manifest's names; blocks that may be repeated as lists, others as the mapping that they are."""
    found: dict[str, tuple[Key, list[Node]]] = {}
    for key, node in body.items:
        name = LISTS.get(key.name) if _is_block(node) else None
        title = name or SPELLED.get(key.name) or _camel(key.name)
        for each in node.elements if isinstance(node, SequenceNode) and _is_block(node) else (node,):
            found.setdefault(title, (_called(key, title), []))[1].append(_value(key.name, each))
    lists = set(LISTS.values())
    return MappingNode(
        tuple(
            (
                key,
                SequenceNode(tuple(nodes), nodes[0].span) if title in lists and isinstance(nodes[0], MappingNode) else nodes[-1],
            )
            for title, (key, nodes) in found.items()
        ),
        body.span,
    )


def _is_block(node: Node) -> bool:
    return isinstance(node, MappingNode) or (
        isinstance(node, SequenceNode) and bool(node.elements) and all(isinstance(each, MappingNode) for each in node.elements)
    )


def _value(name: str, node: Node) -> Node:
    return _mapping(node) if isinstance(node, MappingNode) and name not in MAPS and not _is_selector(name, node) else node


def _is_selector(name: str, node: MappingNode) -> bool:
    """Whether a `selector` is a Service's, whose keys are labels."""
    return name == "selector" and not any(key.name in ("match_labels", "match_expressions") for key, _ in node.items)


def _called(key: Key, name: str) -> Key:
    return Key(name, key.span)


def _camel(name: str) -> str:
    """`image_pull_policy` → `imagePullPolicy`."""
    first, *others = name.split("_")
    return first + "".join(each[:1].upper() + each[1:] for each in others)
