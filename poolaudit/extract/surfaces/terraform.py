"""Terraform and OpenTofu resources. In: an HCL tree. Out: facts about what runs, what pools and what servers allow.

References, variables and functions stay unresolved with their text. What another file of the module says is not looked up here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import mappings, text
from poolaudit.extract.surfaces.terraform_compute import workloads
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node
    from poolaudit.facts.deployment import Deployment

Resources = dict[str, list[tuple["Key", MappingNode]]]


def extract(source: Source, document: Document) -> Iterator[Deployment | PoolerConfig | ServerConfig]:
    """Every resource of the file that has to do with connections."""
    for root in getattr(document, "roots", ()):
        resources = _resources(root)
        yield from workloads(source, resources)
        yield from _proxies(source, resources)
        yield from _azure_poolers(source, resources)
        yield from _digitalocean_pools(source, resources)
        yield from _servers(source, resources)


SURFACE = Surface(
    "terraform",
    ("hcl",),
    extract,
    globs=("*.tf", "*.tofu"),
    triggers=(
        *known.FUNCTIONS, known.PROXY, known.TASK, known.GOOGLE_SQL, known.DIGITALOCEAN_POOL, known.AZURE_CONTAINER_APP,
        *(name for name, _, _ in known.PARAMETERS), *(name for name, _ in (*known.AZURE_PARAMETERS, *known.CLOUD_RUN)),
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


def _proxies(source: Source, resources: Resources) -> Iterator[PoolerConfig]:
    for key, body in resources.get(known.PROXY, ()):
        parts = [body]
        for name in known.TARGET_GROUPS:
            for _, group in resources.get(name, ()):
                if f"{known.PROXY}.{key.name}" in _code(group.get("db_proxy_name")):
                    parts += list(mappings(group.get("connection_pool_config")))
        settings = [
            (name, setting)
            for part in parts
            for written, name in known.PROXY_SETTINGS
            if (setting := text(part.get(written), written)).origin is not Origin.ABSENT
        ]
        yield PoolerConfig("rds-proxy", source.path, key.span, tuple(settings), (), (), managed=True, name=key.name)


def _azure_poolers(source: Source, resources: Resources) -> Iterator[PoolerConfig]:
    """The parameters of each server's own PgBouncer, gathered by server."""
    servers: dict[str, list[tuple[Key, str, Setting[str]]]] = {}
    for key, body in resources.get(known.AZURE_PARAMETERS[0][0], ()):
        name = body.get("name")
        if isinstance(name, ScalarNode) and str(name.value).startswith(known.AZURE_POOLER):
            setting = str(name.value).removeprefix(known.AZURE_POOLER)
            servers.setdefault(_code(body.get("server_id")), []).append((key, setting, text(body.get("value"), str(name.value))))
    for found in servers.values():
        settings = {name: value for _, name, value in found}
        enabled = settings.pop("enabled", None)
        if enabled is not None and enabled.is_known and str(enabled.value).lower() != "true":
            continue
        settings.setdefault("listen_port", Setting.default(known.AZURE_POOLER_PORT, "port", "Azure's PgBouncer"))
        yield PoolerConfig(
            "pgbouncer", source.path, found[0][0].span, tuple(settings.items()), (), (), managed=True, name=found[0][0].name
        )


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


def _servers(source: Source, resources: Resources) -> Iterator[ServerConfig]:
    for kind, family, block in known.PARAMETERS:
        for key, body in resources.get(kind, ()):
            engine = _family(body.get(family))
            settings = [pair for each in body.items if each[0].name == block for pair in _named(each[1])]
            if engine and settings:
                yield ServerConfig(engine, source.path, key.span, tuple(settings))
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
            yield ServerConfig(engine, source.path, key.span, tuple(flags))
    for kind, engine in known.AZURE_PARAMETERS:
        servers: dict[str, list[tuple[Key, tuple[str, Setting[str]]]]] = {}
        for key, body in resources.get(kind, ()):
            for pair in _named(body):
                if not pair[0].startswith(known.AZURE_POOLER):
                    servers.setdefault(_code(body.get("server_id") or body.get("server_name")), []).append((key, pair))
        for found in servers.values():
            yield ServerConfig(engine, source.path, found[0][0].span, tuple(pair for _, pair in found))


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
