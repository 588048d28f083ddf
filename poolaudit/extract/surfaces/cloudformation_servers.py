"""Servers of CloudFormation: RDS, Aurora, ElastiCache. In: resources by type. Out: `ServerConfig`s.

Instances of a cluster of the same template are counted with it and are no servers of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import aws_resources as aws
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import count, text
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Key, Node

_FAMILIES = dict(aws.FAMILIES)

Resources = dict[str, list[tuple["Key", MappingNode]]]


def servers(source: Source, kinds: Resources) -> Iterator[ServerConfig]:
    """Instances, clusters and caches with their parameter groups, and the groups that no resource of the template uses."""
    every = [each for name in aws.PARAMETER_GROUPS for each in kinds.get(name, ())]
    groups = {key.name: found for key, body in every if (found := _parameters(source, key, body)) is not None}
    clusters = {key.name for key, _ in kinds.get(aws.CLUSTER, ())}
    used: set[str] = set()
    for kind, named, argument in aws.DATABASES:
        for key, body in kinds.get(kind, ()):
            engine = _engine(body.get("Engine"))
            if not engine or (kind != aws.CLUSTER and resource_in(body.get(aws.OF_CLUSTER)) in clusters):
                continue
            group = resource_in(body.get(argument))
            used.add(group)
            members = [each for _, each in kinds.get(aws.INSTANCE, ()) if resource_in(each.get(aws.OF_CLUSTER)) == key.name]
            own = text(body.get("DBInstanceClass"), "DBInstanceClass")
            yield ServerConfig(
                engine,
                source.path,
                key.span,
                (*(groups[group].settings if group in groups else ()), *_capacity(body)),
                managed=True,
                identifier=text(body.get(named), named),
                instance_class=text(members[0].get("DBInstanceClass"), "DBInstanceClass")
                if members and own.origin is Origin.ABSENT
                else own,
                version=_version(body, groups.get(group)),
                copies=Setting(len(members), Origin.DERIVED, key.span, "instances", f"resources that name {key.name}")
                if members
                else Setting.absent("instances"),
                parameter_group=_group(body.get(argument), argument, group if group in groups else ""),
                name=key.name,
            )
    yield from (found for name, found in groups.items() if name not in used and found.settings)
    yield from _caches(source, kinds)


def resource_in(node: Node | None) -> str:
    """The name of the first resource that a node refers to."""
    if isinstance(node, ScalarNode):
        return str(node.value).partition(".")[0].removeprefix("${").rstrip("}") if node.value is not None else ""
    inner = [value for _, value in node.items] if isinstance(node, MappingNode) else getattr(node, "elements", ())
    return next((found for each in inner if (found := resource_in(each))), "")


def _caches(source: Source, kinds: Resources) -> Iterator[ServerConfig]:
    """Caches that speak Redis."""
    groups = {key.name: body for key, body in kinds.get(aws.CACHE_PARAMETERS, ())}
    for cache in aws.CACHES:
        for key, body in kinds.get(cache.kind, ()):
            engine = text(body.get("Engine"), "Engine")
            if (engine.value if engine.is_known else cache.engine) not in aws.CACHE_ENGINES:
                continue
            node = body.get(cache.group) if cache.group else None
            name = resource_in(node)
            given = groups[name].get("Properties") if name in groups else None
            items = given.items if isinstance(given, MappingNode) else ()
            yield ServerConfig(
                "redis",
                source.path,
                key.span,
                tuple((each.name.lower(), text(value, each.name)) for each, value in items),
                managed=True,
                identifier=text(body.get(cache.named), cache.named),
                instance_class=text(body.get(cache.size), cache.size) if cache.size else Setting.absent("size"),
                version=text(body.get(cache.version), cache.version),
                copies=_nodes(body),
                parameter_group=_group(node, cache.group, name if name in groups else ""),
                name=key.name,
            )


def _nodes(body: MappingNode) -> Setting[int]:
    """Nodes of a cache: as written, or shards times the first and its replicas."""
    for label in aws.NODES:
        found = count(body.get(label), label)
        if found.origin is not Origin.ABSENT:
            return found
    shards, replicas = count(body.get("NumNodeGroups"), "NumNodeGroups"), count(body.get(aws.REPLICAS), aws.REPLICAS)
    if replicas.value is None or shards.origin is Origin.UNRESOLVED:
        return Setting.absent("nodes")
    many = 1 if shards.value is None else shards.value
    return Setting.derived(many * (replicas.value + 1), "nodes", f"{many} × (1 + {replicas.value})", shards, replicas)


def _engine(node: Node | None) -> str:
    written = str(node.value) if isinstance(node, ScalarNode) and not node.tag else ""
    return next((each for start, each in _FAMILIES.items() if written.startswith(start)), "")


def _version(body: MappingNode, group: ServerConfig | None) -> Setting[str]:
    """The release as written, else that of the family of its parameters."""
    written = text(body.get("EngineVersion"), "EngineVersion")
    return written if written.is_known or group is None or not group.version.is_known else group.version


def _group(node: Node | None, argument: str, own: str) -> Setting[str]:
    if node is None:
        return Setting.default("default", argument, "AWS") if argument else Setting.absent("parameter group")
    if own:
        return Setting(own, Origin.DERIVED, node.span, argument, "another resource of the template")
    written = text(node, argument)
    if written.value is not None and not written.value.startswith("default."):
        return Setting.unresolved(f"the group {written.value} is made elsewhere", node.span, argument)
    return written


def _capacity(body: MappingNode) -> Iterator[tuple[str, Setting[str]]]:
    """The least and the most capacity units of a serverless Aurora, from which its connections follow."""
    for scaling in aws.CAPACITY:
        for written, name in (("MinCapacity", "min_capacity"), ("MaxCapacity", "max_capacity")):
            found = text(body.get(scaling, written), written)
            if found.origin is not Origin.ABSENT:
                yield name, found


def _parameters(source: Source, key: Key, properties: MappingNode) -> ServerConfig | None:
    family, parameters = properties.get("Family"), properties.get("Parameters")
    engine = _engine(family)
    if not engine or family is None:
        return None
    items = parameters.items if isinstance(parameters, MappingNode) else ()
    settings: list[tuple[str, Setting[str]]] = [(name.name.lower(), text(node, name.name)) for name, node in items]
    title = text(family, "Family")
    number = (title.value or "").lstrip("abcdefghijklmnopqrstuvwxyz-")
    release: Setting[str] = (
        Setting(number, Origin.DERIVED, title.span, "Family", f"the family of parameters {title.value}")
        if number
        else Setting.absent("Family")
    )
    return ServerConfig(engine, source.path, key.span, tuple(settings), managed=True, version=release)
