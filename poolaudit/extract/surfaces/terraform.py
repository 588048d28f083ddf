"""Terraform and OpenTofu resources. In: an HCL tree. Out: facts about what runs, what pools and what servers allow.

References, variables and functions stay unresolved with their text. What another file of the module says is not looked up here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.catalog.azure_postgresql import POOLER
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import mappings, text
from poolaudit.extract.surfaces.terraform_compute import workloads
from poolaudit.extract.surfaces.terraform_poolers import poolers, resource_named
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.pooler import PoolerConfig

Resources = dict[str, list[tuple["Key", MappingNode]]]


def extract(source: Source, document: Document) -> Iterator[Deployment | PoolerConfig | ServerConfig]:
    """Every resource of the file that has to do with connections."""
    for root in getattr(document, "roots", ()):
        resources = _resources(root)
        yield from workloads(source, resources)
        yield from poolers(source, resources)
        yield from _servers(source, resources)


SURFACE = Surface(
    "terraform",
    ("hcl",),
    extract,
    globs=("*.tf", "*.tofu"),
    triggers=(
        *known.FUNCTIONS, known.PROXY, known.TASK, known.GOOGLE_SQL, known.DIGITALOCEAN_POOL, known.AZURE_CONTAINER_APP,
        *(name for name, _, _ in known.PARAMETERS), *(name for name, *_ in known.DATABASES),
        *(name for name, _ in (*known.AZURE_PARAMETERS, *known.AZURE_APPS, *known.CLOUD_RUN)),
    ),
)  # fmt: skip


def _resources(root: object) -> Resources:
    found: Resources = {}
    for key, block in root.items if isinstance(root, MappingNode) else ():
        if key.name != "resource" or not isinstance(block, MappingNode):
            continue
        for kind, named in block.items:
            for name, body in named.items if isinstance(named, MappingNode) else ():
                if isinstance(body, MappingNode):
                    found.setdefault(kind.name, []).append((name, body))
    return found


def _servers(source: Source, resources: Resources) -> Iterator[ServerConfig]:
    groups: dict[str, ServerConfig] = {}
    for kind, family, block in known.PARAMETERS:
        for key, body in resources.get(kind, ()):
            engine = _family(body.get(family))
            settings = [pair for each in body.items if each[0].name == block for pair in _named(each[1])]
            if engine and settings:
                groups[f"{kind}.{key.name}"] = ServerConfig(engine, source.path, key.span, tuple(settings), managed=True)
    used: set[str] = set()
    for kind, named, argument, group in known.DATABASES:
        for key, body in resources.get(kind, ()):
            engine = _family(body.get("engine"))
            reference = resource_named(_code(body.get(argument)))
            if engine:
                used |= {reference} if reference.startswith(f"{group}.") else set()
                shared = groups.get(reference)
                yield ServerConfig(
                    engine,
                    source.path,
                    key.span,
                    shared.settings if shared is not None else (),
                    managed=True,
                    identifier=text(body.get(named), named),
                    instance_class=_size(kind, key, body, resources),
                )
    yield from (config for name, config in groups.items() if name not in used)
    for key, body in resources.get(known.GOOGLE_SQL, ()):
        flags = [
            pair
            for part in mappings(body.get("settings"))
            for each in part.items
            if each[0].name == "database_flags"
            for pair in _named(each[1])
        ]
        engine = _family(body.get("database_version"))
        if engine and flags:
            name = text(body.get("name"), "name")
            yield ServerConfig(engine, source.path, key.span, tuple(flags), managed=True, identifier=name)
    names = {
        f"{known.AZURE_SERVER}.{key.name}": text(body.get("name"), "name") for key, body in resources.get(known.AZURE_SERVER, ())
    }
    for kind, engine in known.AZURE_PARAMETERS:
        servers: dict[str, list[tuple[Key, tuple[str, Setting[str]]]]] = {}
        for key, body in resources.get(kind, ()):
            for pair in _named(body):
                if not pair[0].startswith(POOLER):
                    servers.setdefault(_code(body.get("server_id") or body.get("server_name")), []).append((key, pair))
        for server, found in servers.items():
            name = names.get(resource_named(server), Setting.absent("name"))
            given = tuple(pair for _, pair in found)
            yield ServerConfig(engine, source.path, found[0][0].span, given, managed=True, identifier=name)


def _size(kind: str, key: Key, body: MappingNode, resources: Resources) -> Setting[str]:
    """The class of an instance; of a cluster, that of the first of its instances."""
    own = text(body.get("instance_class"), "instance_class")
    if own.origin is not Origin.ABSENT:
        return own
    for _, each in resources.get(known.CLUSTER_INSTANCE, ()):
        if resource_named(_code(each.get("cluster_identifier"))) == f"{kind}.{key.name}":
            return text(each.get("instance_class"), "instance_class")
    return own


def _named(node: Node) -> Iterator[tuple[str, Setting[str]]]:
    """`name` and `value` of a block."""
    name = node.get("name") if isinstance(node, MappingNode) else None
    if isinstance(node, MappingNode) and isinstance(name, ScalarNode) and not name.template:
        value = text(node.get("value"), str(name.value))
        if value.origin is not Origin.ABSENT:
            yield str(name.value).lower(), value


def _family(node: Node | None) -> str:
    written = str(node.value) if isinstance(node, ScalarNode) else ""
    return next((engine for start, engine in known.FAMILIES if written.startswith(start)), "")


def _code(node: Node | None) -> str:
    return node.raw if isinstance(node, ScalarNode) else ""
