"""Managed poolers in Terraform: RDS proxies, Azure's PgBouncer, DigitalOcean's pools. In: an `Estate`. Out: `PoolerConfig`s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import azure_postgresql as azure
from poolaudit.catalog import terraform_resources as known
from poolaudit.extract.settings.tree import ScalarNode
from poolaudit.extract.surfaces.platform_values import listed, mappings, text
from poolaudit.extract.surfaces.terraform_values import refers
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolaudit.extract.settings.tree import MappingNode
    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.resource import Resource

_SERVERS = tuple(name for name, *_ in known.DATABASES)


def poolers(estate: Estate) -> Iterator[PoolerConfig]:
    """Each pooler that a provider runs."""
    yield from _proxies(estate)
    yield from _azure_poolers(estate)
    yield from _digitalocean_pools(estate)


def _proxies(estate: Estate) -> Iterator[PoolerConfig]:
    for each in estate.all(known.PROXY):
        groups = [body for kind in known.TARGET_GROUPS for body in _of_proxy(estate.all(kind), each)]
        targets = _of_proxy(estate.all(known.PROXY_TARGET), each)
        parts = [each.body, *(part for body in groups for part in mappings(body.get("connection_pool_config")))]
        settings = {
            name: setting
            for part in parts
            for written, name in known.PROXY_SETTINGS
            if (setting := listed(part.get(written), written)).origin is not Origin.ABSENT
        }
        if not groups and not targets:
            why = "no target group of the proxy stands in its configuration"
            settings.setdefault("max_connections_percent", Setting.unresolved(why, each.span, "max_connections_percent"))
        target = next((found for body in targets if (found := _target(body, estate)) is not None), None)
        if target is not None:
            settings["server"] = target
        yield PoolerConfig(
            "rds-proxy",
            each.span.path,
            each.span,
            tuple(settings.items()),
            (),
            (),
            managed=True,
            name=each.key.name,
            resource=estate.named(each, known.PROXY),
        )


def _of_proxy(resources: Sequence[Resource], proxy: Resource) -> list[MappingNode]:
    """The resources that name a proxy of the configuration."""
    return [each.body for each in resources if refers(each.body.get("db_proxy_name"), proxy)]


def _target(body: MappingNode, estate: Estate) -> Setting[str] | None:
    """The server behind a proxy, as its resource is called: `aws_db_instance.main`."""
    for name in known.PROXY_TARGET_ARGUMENTS:
        node = body.get(name)
        if isinstance(node, ScalarNode) and node.value is not None:
            own = next((each for kind in _SERVERS for each in estate.all(kind) if refers(node, each)), None)
            address = own.address if own is not None else resource_named(node.raw)
            return Setting(address, Origin.DERIVED, node.span, name)
    return None


def resource_named(reference: str) -> str:
    """`aws_db_instance.main` of `aws_db_instance.main[0].identifier`; any other text as it is."""
    words = reference.strip("${} ").split(".")
    return ".".join(words[:2]).partition("[")[0] if len(words) > 2 else reference  # noqa: PLR2004 - type, name, attribute


def _azure_poolers(estate: Estate) -> Iterator[PoolerConfig]:
    """The parameters of each server's own PgBouncer, gathered by server."""
    servers: dict[str, list[tuple[Resource, str, Setting[str]]]] = {}
    for each in estate.all(known.AZURE_PARAMETERS[0][0]):
        name, server = each.body.get("name"), each.body.get("server_id")
        if isinstance(name, ScalarNode) and str(name.value).startswith(azure.POOLER):
            setting = str(name.value).removeprefix(azure.POOLER)
            pair = (each, setting, text(each.body.get("value"), str(name.value)))
            servers.setdefault(server.raw if isinstance(server, ScalarNode) else "", []).append(pair)
    for found in servers.values():
        first = found[0][0]
        settings = {name: value for _, name, value in found}
        enabled = settings.get("enabled")
        if enabled is not None and enabled.is_known and str(enabled.value).lower() not in azure.ON:
            continue
        for label, usual in azure.DEFAULTS:
            settings.setdefault(label, Setting.default(usual, label, "Azure's PgBouncer"))
        own = next((each for each in estate.all(known.AZURE_SERVER) if refers(first.body.get("server_id"), each)), None)
        if own is not None:
            settings["tier"] = text(own.body.get("sku_name"), "sku_name")
        yield PoolerConfig(
            "pgbouncer",
            first.span.path,
            first.span,
            tuple(settings.items()),
            (),
            (),
            managed=True,
            name=first.key.name,
            resource=estate.named(own, known.AZURE_SERVER) if own is not None else None,
        )


def _digitalocean_pools(estate: Estate) -> Iterator[PoolerConfig]:
    for each in estate.all(known.DIGITALOCEAN_POOL):
        pairs = [
            (name, text(each.body.get(written), written))
            for written, name in (("db_name", "dbname"), ("user", "user"), ("size", "pool_size"))
        ]
        values = tuple((name, value) for name, value in pairs if value.origin is not Origin.ABSENT)
        named, mode = each.body.get("name"), text(each.body.get("mode"), "mode")
        literal = isinstance(named, ScalarNode) and not named.template
        title = str(named.value) if isinstance(named, ScalarNode) and literal else each.key.name
        place = named.span if named is not None and literal else each.span
        yield PoolerConfig(
            "pgbouncer",
            each.span.path,
            each.span,
            (("pool_mode", mode),) if mode.origin is not Origin.ABSENT else (),
            (PoolEntry("databases", title, place, values),),
            (),
            managed=True,
            name=each.key.name,
        )
