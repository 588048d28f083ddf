"""Servers of Google, Azure, Render and DigitalOcean in Terraform. In: an `Estate`. Out: `ServerConfig`s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.catalog.azure_postgresql import POOLER
from poolaudit.extract.settings.tree import ScalarNode
from poolaudit.extract.surfaces.platform_values import count, mappings, text
from poolaudit.extract.surfaces.terraform_outside import made_outside
from poolaudit.extract.surfaces.terraform_values import blocks, family, pairs, refers, release
from poolaudit.facts.server import ServerConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.resource import Resource
    from poolaudit.facts.setting import Setting

_DIGITALOCEAN = {"pg": "postgresql", "mysql": "mysql", "redis": "redis", "valkey": "redis"}


def other_servers(estate: Estate) -> Iterator[ServerConfig]:
    """Each server, with the parameters that it or other resources set."""
    yield from _google(estate)
    yield from _azure(estate)
    for each in estate.all(known.RENDER_POSTGRES):
        yield ServerConfig(
            "postgresql",
            each.span.path,
            each.span,
            (),
            managed=True,
            identifier=_title(each),
            instance_class=text(each.body.get("plan"), "plan"),
            version=text(each.body.get("version"), "version"),
            resource=estate.named(each, known.RENDER_POSTGRES),
        )
    for each in estate.all(known.DIGITALOCEAN_CLUSTER):
        engine = _DIGITALOCEAN.get(text(each.body.get("engine"), "engine").value or "")
        if engine is not None:
            yield ServerConfig(
                engine,
                each.span.path,
                each.span,
                (),
                managed=True,
                identifier=_title(each),
                instance_class=text(each.body.get("size"), "size"),
                version=text(each.body.get("version"), "version"),
                copies=count(each.body.get("node_count"), "node_count"),
                resource=estate.named(each, known.DIGITALOCEAN_CLUSTER),
            )


def _title(resource: Resource) -> Setting[str]:
    """What a server is called whose host the provider makes up."""
    return text(resource.body.get("name"), "name")


def _google(estate: Estate) -> Iterator[ServerConfig]:
    for each in estate.all(known.GOOGLE_SQL):
        parts = list(mappings(each.body.get("settings")))
        flags = [pair for part in parts for one in blocks(part, "database_flags") for pair in pairs(one)]
        engine = family(each.body.get("database_version"))
        if engine:
            yield ServerConfig(
                engine,
                each.span.path,
                each.span,
                tuple(flags),
                managed=True,
                identifier=_title(each),
                instance_class=text(next((part.get("tier") for part in parts), None), "tier"),
                version=release(each.body.get("database_version"), "database_version"),
                resource=estate.named(each, known.GOOGLE_SQL),
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
            settings = tuple(pair for _, pair in given)
            if own is None and made_outside(server, estate):
                continue
            if own is None:
                yield ServerConfig(engine, first.span.path, first.span, settings, managed=True)
            else:
                configured.add(own.address)
                yield _azure_server(own, first, settings, estate)
    for each in estate.all(known.AZURE_SERVER):
        if each.address not in configured:
            yield _azure_server(each, each, (), estate)


def _azure_server(
    server: Resource, place: Resource, settings: tuple[tuple[str, Setting[str]], ...], estate: Estate
) -> ServerConfig:
    return ServerConfig(
        "postgresql",
        place.span.path,
        place.span,
        settings,
        managed=True,
        identifier=_title(server),
        instance_class=text(server.body.get("sku_name"), "sku_name"),
        version=text(server.body.get("version"), "version"),
        resource=estate.named(server, known.AZURE_SERVER),
    )
