"""Render's render.yaml.

In: a YAML tree. Out: a `Deployment` for each service that runs code, and a `ServerConfig` for each database.

Meaning: https://render.com/docs/blueprint-spec (read 2026-11-21): autoscaling beats `numInstances`; values that come
from a database, another service or a secret are filled in by Render.
"""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import command, count, entry, mappings, text
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import EnvEntry

_RUNNING = frozenset({"web", "worker", "pserv", "cron"})


def extract(source: Source, document: Document) -> Iterator[Deployment | ServerConfig]:
    """Each web service, worker, private service and cron job; each database."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        groups = {
            str(name.value): group.get("envVars")
            for group in mappings(root.get("envVarGroups"))
            if isinstance(name := group.get("name"), ScalarNode)
        }
        for each in mappings(root.get("databases")):
            name, plan = each.get("name"), text(each.get("plan"), "plan")
            if isinstance(name, ScalarNode):
                settings = tuple((key, value) for key, value in _database(each) if value.origin is not Origin.ABSENT)
                yield ServerConfig(
                    "postgresql",
                    source.path,
                    name.span,
                    settings,
                    managed=True,
                    instance_class=plan,
                    version=text(each.get("postgresMajorVersion"), "postgresMajorVersion"),
                    name=str(name.value),
                )
        for service in mappings(root.get("services")):
            kind, name = service.get("type"), service.get("name")
            static = service.get("runtime") or service.get("env")
            is_static = isinstance(static, ScalarNode) and static.value == "static"
            if isinstance(kind, ScalarNode) and kind.value in _RUNNING and isinstance(name, ScalarNode) and not is_static:
                yield _service(source, service, name, groups)


SURFACE = Surface(
    "render", ("yaml",), extract, globs=("render.yaml", "render.yml", "render.*.yaml"), triggers=("services", "databases")
)


def _database(node: MappingNode) -> Iterator[tuple[str, Setting[str]]]:
    """What the file says of a database under its own names."""
    for key in ("databaseName", "user", "postgresMajorVersion"):
        yield key.lower(), text(node.get(key), key)


def _service(source: Source, service: MappingNode, name: ScalarNode, groups: dict[str, Node | None]) -> Deployment:
    folder = dirname(source.path)
    root = service.get("rootDir") or service.get("dockerContext")
    build = normpath(join(folder, str(root.value))) if isinstance(root, ScalarNode) and root.value else folder
    image = text(service.get("image", "url"), "image")
    words = command(service.get("startCommand"), "startCommand")
    if words.origin is Origin.ABSENT:
        words = command(service.get("dockerCommand"), "dockerCommand")
    most = count(service.get("scaling", "maxInstances"), "scaling.maxInstances")
    written = count(service.get("numInstances"), "numInstances")
    replicas = next((each for each in (most, written) if each.origin is not Origin.ABSENT), None)
    title = str(name.value)
    return Deployment(
        name=title,
        surface="render",
        span=name.span,
        project=folder,
        environment="",
        hostnames=(title,),
        image=image,
        build=Setting.absent("build")
        if image.is_known
        else Setting.written("" if build == "." else build, name.span, "render.yaml"),
        command=words,
        replicas=replicas or Setting.default(1, "numInstances", "Render"),
        env=tuple(_environment(source, service.get("envVars"), groups)),
        platform="render",
    )


def _environment(source: Source, node: Node | None, groups: dict[str, Node | None]) -> Iterator[EnvEntry]:
    for each in mappings(node):
        group = each.get("fromGroup")
        if isinstance(group, ScalarNode) and node is not groups.get(str(group.value)):
            yield from _environment(source, groups.get(str(group.value)), {})
        key = each.get("key")
        if not isinstance(key, ScalarNode):
            continue
        name = Key(str(key.value), key.span)
        value = each.get("value")
        database = each.get("fromDatabase", "name")
        if value is not None:
            yield entry(source, name, value)
        elif isinstance(database, ScalarNode):
            yield entry(source, name, database, f"Render fills it in from its database {database.value}")
        else:
            yield entry(source, name, each, "Render fills it in")
