"""Servers of RDS and Aurora in Terraform, with what their parameters say. In: an `Estate`. Out: `ServerConfig`s.

Those of other providers: `terraform_clouds`; Redis: `terraform_caches`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import count, text
from poolaudit.extract.surfaces.terraform_caches import caches
from poolaudit.extract.surfaces.terraform_clouds import other_servers
from poolaudit.extract.surfaces.terraform_outside import outside_servers
from poolaudit.extract.surfaces.terraform_values import blocks, family, pairs, refers
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.resource import Resource


def servers(estate: Estate) -> Iterator[ServerConfig]:
    """Instances, clusters, and groups of parameters that no server of the configuration uses."""
    groups: list[tuple[str, Resource, ServerConfig]] = []
    for kind, argument, block in known.PARAMETERS:
        for each in estate.all(kind):
            engine = family(each.body.get(argument))
            if engine:
                settings = tuple(pair for one in blocks(each.body, block) for pair in pairs(one))
                groups.append((kind, each, ServerConfig(engine, each.span.path, each.span, settings, managed=True)))
    used: set[str] = set()
    for kind, named, argument, group in known.DATABASES:
        for each in estate.all(kind):
            instances = _instances(each, estate)
            engine = next(filter(None, (family(one.body.get("engine")) for one in (each, *instances))), "")
            own = next((one for one in groups if one[0] == group and refers(each.body.get(argument), one[1])), None)
            if not engine:
                continue
            used |= {own[1].address} if own is not None else set()
            yield ServerConfig(
                engine,
                each.span.path,
                each.span,
                (*(own[2].settings if own is not None else ()), *_capacity(each)),
                managed=True,
                identifier=text(each.body.get(named), named),
                instance_class=_size(each, instances),
                version=_version(each, own[1] if own is not None else None),
                copies=_copies(each, kind, instances),
                parameter_group=_group(each.body.get(argument), argument, own[1] if own is not None else None),
                resource=estate.named(each, kind),
            )
    yield from (config for _, each, config in groups if each.address not in used and config.settings)
    yield from other_servers(estate)
    yield from caches(estate)
    yield from outside_servers(estate)


def _capacity(cluster: Resource) -> Iterator[tuple[str, Setting[str]]]:
    """The least and the most capacity units of a serverless cluster."""
    for block in known.CAPACITY:
        for one in blocks(cluster.body, block):
            for name in ("min_capacity", "max_capacity"):
                found = text(one.get(name), name)
                if found.origin is not Origin.ABSENT:
                    yield name, found


def _instances(server: Resource, estate: Estate) -> list[Resource]:
    return [each for each in estate.all(known.CLUSTER_INSTANCE) if refers(each.body.get("cluster_identifier"), server)]


def _size(server: Resource, instances: list[Resource]) -> Setting[str]:
    """The class of an instance; of a cluster, that of the first of its instances."""
    own = text(server.body.get("instance_class"), "instance_class")
    if own.origin is not Origin.ABSENT or not instances:
        return own
    return text(instances[0].body.get("instance_class"), "instance_class")


def _copies(server: Resource, kind: str, instances: list[Resource]) -> Setting[int]:
    """Instances of a cluster: resources of their own, or what the module of the registry is given."""
    given = server.body.get("instances")
    if isinstance(given, MappingNode):
        return Setting(len(given.items), Origin.DERIVED, given.span, "instances", "one for each key")
    if given is not None:
        return count(given, "instances")
    if not instances:
        return Setting.absent("instances")
    for each in instances:
        for label in ("count", "for_each"):
            number = each.body.get(label)
            if isinstance(number, ScalarNode) and number.template:
                return Setting.unresolved("how many there are is not known", number.span, label)
    return Setting(len(instances), Origin.DERIVED, instances[0].span, "instances", f"resources that name the {kind}")


def _version(server: Resource, group: Resource | None) -> Setting[str]:
    """The release as written, else that of the family of its parameters: `aurora-postgresql16`."""
    written = text(server.body.get("engine_version"), "engine_version")
    title = text(group.body.get("family"), "family") if group is not None else Setting[str].absent()
    number = (title.value or "").lstrip("abcdefghijklmnopqrstuvwxyz-")
    if written.is_known or not number or title.span is None:
        return written
    return Setting(number, Origin.DERIVED, title.span, "family", f"the family of parameters {title.value}")


def _group(node: Node | None, argument: str, own: Resource | None) -> Setting[str]:
    if own is not None and node is not None:
        return Setting(own.address, Origin.DERIVED, node.span, argument, "another resource of the configuration")
    written = text(node, argument)
    if written.origin is Origin.ABSENT or node is None:
        return Setting.default("default", argument, "Amazon RDS")
    if written.value is not None and not written.value.startswith("default."):
        return Setting.unresolved(f"the group {written.value} is made elsewhere", node.span, argument)
    return written
