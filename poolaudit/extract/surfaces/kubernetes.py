"""Kubernetes manifests. In: a YAML tree. Out: a fact for each object, and for each configuration file inside of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, SequenceNode
from poolaudit.extract.surfaces.kubernetes_objects import autoscaler, config_data, service
from poolaudit.extract.surfaces.kubernetes_operators import API as CLOUDNATIVE_PG
from poolaudit.extract.surfaces.kubernetes_operators import operated
from poolaudit.extract.surfaces.kubernetes_pods import is_workload, workload
from poolaudit.extract.surfaces.kubernetes_tree import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.fact import Fact


def extract(source: Source, document: Document) -> Iterator[Fact]:
    """Each object of each document that says something about pods, names, values or scale."""
    for root in getattr(document, "roots", ()):
        yield from objects(source, root)


def objects(source: Source, root: Node) -> Iterator[Fact]:
    """The facts of one object, or of the members of a `List`."""
    if not isinstance(root, MappingNode):
        return
    api, kind = plain(root.get("apiVersion")), plain(root.get("kind"))
    if not api or not kind:
        return
    if kind == "List":
        items = root.get("items")
        for each in items.elements if isinstance(items, SequenceNode) else ():
            yield from objects(source, each)
        return
    if is_workload(api, kind):
        yield from filter(None, (workload(source, root, api, kind),))
    elif kind == "Service":
        yield from filter(None, (service(root),))
    elif kind in ("ConfigMap", "Secret"):
        yield from config_data(source, root, kind)
    elif kind in ("HorizontalPodAutoscaler", "ScaledObject"):
        yield from filter(None, (autoscaler(root, kind),))
    elif api.startswith(CLOUDNATIVE_PG):
        yield from operated(source, root, kind)


SURFACE = Surface("kubernetes", ("yaml",), extract, triggers=("apiversion",))
