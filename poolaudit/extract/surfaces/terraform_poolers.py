"""Managed poolers in Terraform: RDS proxies, Azure's own PgBouncer, DigitalOcean's pools. In: resources. Out: `PoolerConfig`s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import azure_postgresql as azure
from poolaudit.catalog import terraform_resources as known
from poolaudit.extract.settings.tree import ScalarNode
from poolaudit.extract.surfaces.platform_values import listed, mappings, text
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Key, MappingNode, Node

    Resources = Mapping[str, Sequence[tuple[Key, MappingNode]]]


def poolers(source: Source, resources: Resources) -> Iterator[PoolerConfig]:
    """Each pooler that a provider runs."""
    yield from _proxies(source, resources)
    yield from _azure_poolers(source, resources)
    yield from _digitalocean_pools(source, resources)


def _proxies(source: Source, resources: Resources) -> Iterator[PoolerConfig]:
    for key, body in resources.get(known.PROXY, ()):
        groups = [each for name in known.TARGET_GROUPS for each in _of_proxy(resources.get(name, ()), key)]
        targets = _of_proxy(resources.get(known.PROXY_TARGET, ()), key)
        parts = [body, *(config for group in groups for config in mappings(group.get("connection_pool_config")))]
        settings = {
            name: setting
            for part in parts
            for written, name in known.PROXY_SETTINGS
            if (setting := listed(part.get(written), written)).origin is not Origin.ABSENT
        }
        if not groups and not targets:
            why = "no target group of the proxy stands in this file"
            settings.setdefault("max_connections_percent", Setting.unresolved(why, key.span, "max_connections_percent"))
        target = next((found for each in targets if (found := _target(each)) is not None), None)
        if target is not None:
            settings["server"] = target
        yield PoolerConfig("rds-proxy", source.path, key.span, tuple(settings.items()), (), (), managed=True, name=key.name)


def _of_proxy(resources: Sequence[tuple[Key, MappingNode]], proxy: Key) -> list[MappingNode]:
    """The resources that name a proxy of the file."""
    start = f"{known.PROXY}.{proxy.name}"
    return [body for _, body in resources if _code(body.get("db_proxy_name")).partition("[")[0].startswith((f"{start}.", start))]


def _target(body: MappingNode) -> Setting[str] | None:
    """The server behind a proxy, as its resource is called: `aws_db_instance.main`."""
    for name in known.PROXY_TARGET_ARGUMENTS:
        node = body.get(name)
        if isinstance(node, ScalarNode):
            return Setting.written(resource_named(node.raw), node.span, name)
    return None


def resource_named(reference: str) -> str:
    """`aws_db_instance.main` of `aws_db_instance.main[0].identifier`; any other text as it is."""
    words = reference.strip("${} ").split(".")
    return ".".join(words[:2]).partition("[")[0] if len(words) > 2 else reference  # noqa: PLR2004 - type, name, attribute


def _azure_poolers(source: Source, resources: Resources) -> Iterator[PoolerConfig]:
    """The parameters of each server's own PgBouncer, gathered by server."""
    servers: dict[str, list[tuple[Key, str, Setting[str]]]] = {}
    for key, body in resources.get(known.AZURE_PARAMETERS[0][0], ()):
        name = body.get("name")
        if isinstance(name, ScalarNode) and str(name.value).startswith(azure.POOLER):
            setting = str(name.value).removeprefix(azure.POOLER)
            servers.setdefault(_code(body.get("server_id")), []).append((key, setting, text(body.get("value"), str(name.value))))
    for server, found in servers.items():
        settings = {name: value for _, name, value in found}
        enabled = settings.get("enabled")
        if enabled is not None and enabled.is_known and str(enabled.value).lower() not in azure.ON:
            continue
        settings.setdefault("listen_port", Setting.default(azure.POOLER_PORT, "port", "Azure's PgBouncer"))
        tier = _tier(server, resources)
        if tier is not None:
            settings["tier"] = tier
        yield PoolerConfig(
            "pgbouncer", source.path, found[0][0].span, tuple(settings.items()), (), (), managed=True, name=found[0][0].name
        )


def _tier(reference: str, resources: Resources) -> Setting[str] | None:
    """The `sku_name` of the server that a parameter is for."""
    for key, body in resources.get(known.AZURE_SERVER, ()):
        if resource_named(reference) == f"{known.AZURE_SERVER}.{key.name}":
            return text(body.get("sku_name"), "sku_name")
    return None


def _digitalocean_pools(source: Source, resources: Resources) -> Iterator[PoolerConfig]:
    for key, body in resources.get(known.DIGITALOCEAN_POOL, ()):
        pairs = [
            (name, text(body.get(written), written))
            for written, name in (("db_name", "dbname"), ("user", "user"), ("size", "pool_size"))
        ]
        values = tuple((name, value) for name, value in pairs if value.origin is not Origin.ABSENT)
        named, mode = body.get("name"), text(body.get("mode"), "mode")
        title = str(named.value) if isinstance(named, ScalarNode) and not named.template else key.name
        place = named.span if isinstance(named, ScalarNode) else key.span
        yield PoolerConfig(
            "pgbouncer",
            source.path,
            key.span,
            (("pool_mode", mode),) if mode.origin is not Origin.ABSENT else (),
            (PoolEntry("databases", title, place, values),),
            (),
            managed=True,
            name=key.name,
        )


def _code(node: Node | None) -> str:
    return node.raw if isinstance(node, ScalarNode) else ""
