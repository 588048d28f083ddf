"""Redis servers in Terraform that a provider runs. In: an `Estate`. Out: `ServerConfig`s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.extract.surfaces.platform_values import count, text
from poolaudit.extract.surfaces.terraform_values import blocks, pairs, refers, release
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.terraform_resources import Cache
    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.resource import Resource


def caches(estate: Estate) -> Iterator[ServerConfig]:
    """Each cache that speaks Redis, with the parameters of its group."""
    for known_cache in known.CACHES:
        for each in estate.all(known_cache.kind):
            engine = text(each.body.get("engine"), "engine")
            name = engine.value if engine.is_known else known_cache.engine
            if name not in known.CACHE_ENGINES:
                continue
            group = each.body.get(known_cache.group) if known_cache.group else None
            own = next((one for one in estate.all(known.CACHE_PARAMETERS) if refers(group, one)), None)
            settings = [pair for one in blocks(own.body, "parameter") for pair in pairs(one)] if own is not None else ()
            size = text(each.body.get(known_cache.size), known_cache.size) if known_cache.size else Setting[str].absent("size")
            yield ServerConfig(
                "redis",
                each.span.path,
                each.span,
                tuple(settings),
                managed=True,
                identifier=text(each.body.get(known_cache.named), known_cache.named),
                instance_class=size,
                version=release(each.body.get(known_cache.version), known_cache.version),
                copies=_nodes(each, known_cache),
                parameter_group=text(group, known_cache.group) if own is None else _group(own, known_cache.group, group),
                resource=estate.named(each, known_cache.kind),
            )


def _group(own: Resource, argument: str, node: Node | None) -> Setting[str]:
    place = node.span if node is not None else own.span
    return Setting(own.address, Origin.DERIVED, place, argument, "another resource of the configuration")


def _nodes(cache: Resource, kind: Cache) -> Setting[int]:
    """The number of nodes, or of replicas and the first one."""
    for label in kind.copies:
        found = count(cache.body.get(label), label)
        if found.origin is not Origin.ABSENT:
            return found
    for label in kind.extra:
        found = count(cache.body.get(label), label)
        if found.is_known and found.value is not None:
            return Setting.derived(found.value + 1, "nodes", f"the first and {found.value} more", found)
    return Setting.absent("nodes")
