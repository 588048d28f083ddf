"""Servers that modules make which are not here. In: an `Estate`. Out: `ServerConfig`s, as far as the arguments plainly tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_outside as known
from poolaudit.catalog.azure_postgresql import POOLER
from poolaudit.catalog.terraform_resources import AZURE_PARAMETERS
from poolaudit.extract.settings.tree import MappingNode
from poolaudit.extract.surfaces.platform_values import mappings, text
from poolaudit.extract.surfaces.terraform_values import pairs, refers
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.resource import Resource

_NOT_HERE = "the module that makes it is not in the repository"
_LIMITS = {"postgresql": "max_connections", "mysql": "max_connections", "redis": "maxclients"}


def outside_servers(estate: Estate) -> Iterator[ServerConfig]:
    """A server for each call; how many connections it allows is known only where the call or another resource says it."""
    for engine, kind in known.KINDS.items():
        for each in estate.all(kind):
            settings = dict((*_given(each), *_of_resources(each, engine, estate)))
            settings.setdefault(_LIMITS[engine], Setting.unresolved(_NOT_HERE, each.span, _LIMITS[engine]))
            version, size = _first(each, known.VERSIONS), _first(each, known.SIZES) or _ending(each)
            yield ServerConfig(
                engine,
                each.span.path,
                each.span,
                tuple(settings.items()),
                managed=True,
                instance_class=text(each.body.get(size), size),
                version=text(each.body.get(version), version) if version else Setting.unresolved(_NOT_HERE, each.span, "version"),
                resource=estate.named(each, kind),
            )


def made_outside(server: Node | None, estate: Estate) -> bool:
    """Whether a value names a server that a module makes which is not here."""
    return any(refers(server, each) for kind in known.KINDS.values() for each in estate.all(kind))


def _given(call: Resource) -> Iterator[tuple[str, Setting[str]]]:
    """Parameters among the arguments."""
    for name in known.PARAMETERS:
        given = call.body.get(name)
        if isinstance(given, MappingNode) and given.get("name") is None:
            for key, value in given.items:
                yield key.name.lower(), text(value, key.name)
        for one in mappings(given):
            yield from pairs(one)


def _of_resources(call: Resource, engine: str, estate: Estate) -> Iterator[tuple[str, Setting[str]]]:
    """Parameters that resources beside it set."""
    for kind, software in AZURE_PARAMETERS:
        for each in estate.all(kind) if software == engine else ():
            if refers(each.body.get("server_id") or each.body.get("server_name"), call):
                yield from (pair for pair in pairs(each.body) if not pair[0].startswith(POOLER))


def _first(call: Resource, names: tuple[str, ...]) -> str:
    return next((name for name in names if call.body.get(name) is not None), "")


def _ending(call: Resource) -> str:
    return next((key.name for key, _ in call.body.items if key.name.endswith(known.SIZE_ENDS)), "")
