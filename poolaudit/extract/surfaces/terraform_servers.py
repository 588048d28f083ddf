"""Managed servers in Terraform, with what their parameters say. In: an `Estate`. Out: `ServerConfig`s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.catalog.azure_postgresql import POOLER
from poolaudit.extract.settings.tree import ScalarNode
from poolaudit.extract.surfaces.platform_values import mappings, text
from poolaudit.extract.surfaces.terraform_values import blocks, family, pairs, refers
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.instance import Resource


def servers(estate: Estate) -> Iterator[ServerConfig]:
    """Instances, clusters, and groups of parameters that no server of the configuration uses."""
    groups: list[tuple[str, Resource, ServerConfig]] = []
    for kind, argument, block in known.PARAMETERS:
        for each in estate.all(kind):
            engine = family(each.body.get(argument))
            settings = [pair for one in blocks(each.body, block) for pair in pairs(one)]
            if engine and settings:
                path = each.span.path
                groups.append((kind, each, ServerConfig(engine, path, each.span, tuple(settings), managed=True)))
    used: set[str] = set()
    for kind, named, argument, group in known.DATABASES:
        for each in estate.all(kind):
            engine = family(each.body.get("engine"))
            own = next((one for one in groups if one[0] == group and refers(each.body.get(argument), one[1])), None)
            if not engine:
                continue
            used |= {own[1].address} if own is not None else set()
            yield ServerConfig(
                engine,
                each.span.path,
                each.span,
                own[2].settings if own is not None else (),
                managed=True,
                identifier=text(each.body.get(named), named),
                instance_class=_size(each, estate),
                resource=estate.named(each, kind),
            )
    yield from (config for _, each, config in groups if each.address not in used)
    yield from _google(estate)
    yield from _azure(estate)
    for each in estate.all(known.RENDER_POSTGRES):
        size, name = text(each.body.get("plan"), "plan"), estate.named(each, known.RENDER_POSTGRES)
        yield ServerConfig(
            "postgresql", each.span.path, each.span, (), managed=True, identifier=_title(each), instance_class=size, resource=name
        )


def _title(resource: Resource) -> Setting[str]:
    """What a server is called whose host the provider makes up."""
    return text(resource.body.get("name"), "name")


def _google(estate: Estate) -> Iterator[ServerConfig]:
    for each in estate.all(known.GOOGLE_SQL):
        flags = [
            pair for part in mappings(each.body.get("settings")) for one in blocks(part, "database_flags") for pair in pairs(one)
        ]
        engine = family(each.body.get("database_version"))
        if engine:
            name = estate.named(each, known.GOOGLE_SQL)
            yield ServerConfig(
                engine, each.span.path, each.span, tuple(flags), managed=True, identifier=_title(each), resource=name
            )


def _azure(estate: Estate) -> Iterator[ServerConfig]:
    """Servers with the parameters that other resources set."""
    configured: set[str] = set()
    for kind, engine in known.AZURE_PARAMETERS:
        found: dict[str, list[tuple[Resource, tuple[str, Setting[str]]]]] = {}
        for each in estate.all(kind):
            server = each.body.get("server_id") or each.body.get("server_name")
            for pair in pairs(each.body):
                if not pair[0].startswith(POOLER):
                    found.setdefault(server.raw if isinstance(server, ScalarNode) else "", []).append((each, pair))
        for given in found.values():
            first = given[0][0]
            server = first.body.get("server_id") or first.body.get("server_name")
            own = next((each for each in estate.all(known.AZURE_SERVER) if refers(server, each)), None)
            name: Setting[str] = _title(own) if own is not None else Setting.absent("name")
            settings = tuple(pair for _, pair in given)
            place = estate.named(own, known.AZURE_SERVER) if own is not None else None
            configured |= {own.address} if own is not None else set()
            yield ServerConfig(engine, first.span.path, first.span, settings, managed=True, identifier=name, resource=place)
    for each in estate.all(known.AZURE_SERVER):
        if each.address not in configured:
            size, place = text(each.body.get("sku_name"), "sku_name"), estate.named(each, known.AZURE_SERVER)
            yield ServerConfig(
                "postgresql",
                each.span.path,
                each.span,
                (),
                managed=True,
                identifier=_title(each),
                instance_class=size,
                resource=place,
            )


def _size(server: Resource, estate: Estate) -> Setting[str]:
    """The class of an instance; of a cluster, that of the first of its instances."""
    own = text(server.body.get("instance_class"), "instance_class")
    if own.origin is not Origin.ABSENT:
        return own
    for each in estate.all(known.CLUSTER_INSTANCE):
        if refers(each.body.get("cluster_identifier"), server):
            return text(each.body.get("instance_class"), "instance_class")
    return own
