"""Docker compose files. In: a YAML tree. Out: one `Deployment` per service.

Meaning: compose-spec 05-services.md (read 2026-11-20). `extends` is followed inside of the file; what needs other files
(`extends` elsewhere, `include`, an override file, the `.env` that feeds `${…}`) is kept in the fact for the graph. A file of the
first format (docker-compose 1.x, https://docs.docker.com/reference/compose-file/legacy-versions/) has its services at the top.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.compose_service import Service, text_of
from poolaudit.extract.surfaces.compose_text import path_from
from poolaudit.facts.deployment_merge import merge_deployments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import Deployment

_DEVELOPED = ".devcontainer"
_SAMPLES = ("example", "sample", "template", "dist", "tmpl", "tpl", "j2", "erb", "yml", "yaml", "default")
_MAX_EXTENDS = 20
"""Services that one extends in a row."""


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each service of a file of compose; nothing for other YAML, which compose would refuse."""
    for root in getattr(document, "roots", ()):
        services = root.get("services") if isinstance(root, MappingNode) else None
        if isinstance(services, MappingNode):
            yield from _services(source, root, services)
        elif isinstance(root, MappingNode) and root.items and all(_is_service(node) for _, node in root.items):
            yield from _services(source, MappingNode((), root.span), root)


SURFACE = Surface(
    "compose",
    ("yaml",),
    extract,
    globs=("*compose*.yml", "*compose*.yaml", "*compose*.yml.*", "*compose*.yaml.*", "docker-stack*.yml", "docker-stack*.yaml"),
    triggers=("services", "image:", "build:"),
)


def environment_of(path: str) -> str:
    """The environment that a file name tells: `prod` for `docker-compose.prod.yml`; empty for base and override files.

    What stands in `.devcontainer` is for machines where the code is developed (https://containers.dev, read 2026-11-21).
    """
    if _DEVELOPED in path.split("/")[:-1]:
        return "development"
    words = path.rpartition("/")[2].lower().split(".")
    while len(words) > 1 and words[-1] in _SAMPLES:
        words.pop()
    stem = ".".join(words)
    before, told, after = stem.rpartition("compose")
    if not told and "stack" not in stem:
        return ""  # a file that others extend or include
    before = before.strip("-_.").removesuffix("docker").strip("-_.")
    name = after.strip("-_.") or before
    return "" if name in ("override", "stack", "base", "common") else name


def _is_service(node: Node) -> bool:
    """Whether an entry at the top of a file is one of the first format: each of them has an image or is built."""
    return isinstance(node, MappingNode) and (node.get("image") is not None or node.get("build") is not None)


def _services(source: Source, root: MappingNode, services: MappingNode) -> Iterator[Deployment]:
    folder = dirname(source.path)
    includes = tuple(path_from(folder, path) for path in _included(root.get("include")))
    known: dict[str, tuple[Deployment, MappingNode]] = {}
    for key, node in services.items:
        if isinstance(node, MappingNode):
            deployment = Service(source, folder, root, node).deployment(key, environment_of(source.path))
            known[key.name] = (replace(deployment, includes=includes), node)
    aliases = [pair for _, node in known.values() for pair in _links(node.get("links"))]
    for name in known:
        deployment = _extended(name, known, source.path, folder)
        linked = (alias for service, alias in aliases if service == name)
        yield replace(deployment, hostnames=tuple(dict.fromkeys((*deployment.hostnames, *linked))))


def _links(node: Node | None) -> Iterator[tuple[str, str]]:
    """Service and alias of each `service:alias`; an alias holds for one client only, but names nothing else there."""
    for element in node.elements if isinstance(node, SequenceNode) else ():
        service, colon, alias = text_of(element).partition(":")
        if colon and alias:
            yield service, alias


def _extended(name: str, known: dict[str, tuple[Deployment, MappingNode]], path: str, folder: str) -> Deployment:
    """The service over those of this file that it extends, and where its base is when another file holds it."""
    deployment, node = known[name]
    seen = {name}
    while True:
        file, base = _base(node.get("extends"))
        other = path_from(folder, file) if file else path
        if base and other != path:
            return replace(deployment, extends=(other, base))
        if base not in known or base in seen or len(seen) > _MAX_EXTENDS:
            return deployment
        seen.add(base)
        under, node = known[base]
        deployment = merge_deployments(under, deployment)


def _base(node: Node | None) -> tuple[str, str]:
    """File (empty for this one) and service that `extends` names; empty texts when it names none."""
    if isinstance(node, MappingNode):
        return text_of(node.get("file")), text_of(node.get("service"))
    return "", text_of(node)


def _included(node: Node | None) -> Iterator[str]:
    """Paths of `include`: texts, or mappings whose `path` is a text or a list."""
    if isinstance(node, ScalarNode):
        yield from filter(None, (text_of(node),))
    elif isinstance(node, SequenceNode):
        for element in node.elements:
            yield from _included(element.get("path") if isinstance(element, MappingNode) else element)
