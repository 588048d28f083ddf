"""Azure's Bicep and ARM templates. In: resources. Out: a `PoolerConfig` for each PostgreSQL server that has its own PgBouncer.

Parameters, variables and functions are for the deployment to fill in: what they give is unresolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog import azure_postgresql as azure
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import text
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class _Resource:
    """One resource of a template."""

    kind: str
    symbol: str
    """Bicep's name for it; for ARM its name as written."""
    body: MappingNode
    span: Span
    parent: str = ""


def extract(source: Source, document: Document) -> Iterator[PoolerConfig]:
    """Each server of the file whose parameters switch PgBouncer on."""
    for root in getattr(document, "roots", ()):
        found = [*_of_bicep(root), *_of_arm(root)]
        servers = {each.symbol: each for each in found if each.kind.lower() == azure.SERVER.lower()}
        by_server: dict[str, list[_Resource]] = {}
        for each in found:
            if each.kind.lower() == azure.PARAMETER.lower():
                by_server.setdefault(each.parent, []).append(each)
        for symbol, parameters in by_server.items():
            yield from _pooler(source, servers.get(symbol), parameters)


SURFACE = Surface("azure_templates", ("bicep", "json"), extract, triggers=("flexibleServers/configurations", azure.POOLER))


def _pooler(source: Source, server: _Resource | None, parameters: list[_Resource]) -> Iterator[PoolerConfig]:
    settings: dict[str, Setting[str]] = {}
    for each in parameters:
        name = _last_name(each)
        if name.startswith(azure.POOLER):
            settings[name.removeprefix(azure.POOLER)] = _constant(_get(each.body, "properties", "value"), name)
    enabled = settings.get("enabled")
    if not settings or (enabled is not None and enabled.is_known and str(enabled.value).lower() not in azure.ON):
        return
    for label, usual in azure.DEFAULTS:
        settings.setdefault(label, Setting.default(usual, label, "Azure's PgBouncer"))
    if server is not None:
        tier = _constant(_get(server.body, "sku", "tier"), "tier")
        sku = _constant(_get(server.body, "sku", "name"), "sku")
        known = tier if tier.is_known else sku
        settings["tier"] = known if known.origin is not Origin.ABSENT else tier
    first = parameters[0]
    name = server.symbol if server is not None else first.symbol
    yield PoolerConfig("pgbouncer", source.path, first.span, tuple(settings.items()), (), (), managed=True, name=name)


def _constant(node: Node | None, label: str) -> Setting[str]:
    """A text; ARM's `[parameters('x')]` is an expression."""
    found = text(node, label)
    if found.value is not None and found.value.startswith("[") and found.value.endswith("]"):
        return Setting.unresolved("the deployment fills it in", found.span, label)
    return found


def _last_name(resource: _Resource) -> str:
    node = _get(resource.body, "name")
    written = str(node.value) if isinstance(node, ScalarNode) else ""
    return written.rstrip("]')").rpartition("/")[2].rpartition("'")[2]


def _of_bicep(root: object) -> Iterator[_Resource]:
    block = root.get("resource") if isinstance(root, MappingNode) else None
    for kind, named in block.items if isinstance(block, MappingNode) else ():
        for symbol, body in named.items if isinstance(named, MappingNode) else ():
            if isinstance(body, MappingNode):
                parent = body.get("parent")
                above = str(parent.value) if isinstance(parent, ScalarNode) else ""
                yield _Resource(kind.name, symbol.name, body, symbol.span, above)


def _of_arm(root: object, kind: str = "", above: str = "", depth: int = 0) -> Iterator[_Resource]:
    """ARM's `resources`, and those inside of resources; a name with `/` says its server."""
    block = root.get("resources") if isinstance(root, MappingNode) else None
    elements = block.elements if isinstance(block, SequenceNode) else ()
    for body in elements if depth < 5 else ():  # noqa: PLR2004  # Azure nests no deeper
        own, name = _get(body, "type"), _get(body, "name")
        if isinstance(body, MappingNode) and isinstance(own, ScalarNode) and isinstance(name, ScalarNode):
            full = f"{kind}/{own.value}" if kind and "/" not in str(own.value) else str(own.value)
            written = str(name.value)
            server = above or _server_of(written)
            yield _Resource(full, written, body, name.span, server)
            yield from _of_arm(body, full, written, depth + 1)


def _server_of(name: str) -> str:
    """`shop` of `shop/pgbouncer.enabled`, `[parameters('s')]` of `[concat(parameters('s'), '/pgbouncer.enabled')]`."""
    if name.startswith("[concat(") and name.endswith(")]"):
        return f"[{name[8:-2].rpartition(',')[0].strip()}]"
    return name.rpartition("/")[0]


def _get(node: Node | None, *path: str) -> Node | None:
    return node.get(*path) if isinstance(node, MappingNode) else None
