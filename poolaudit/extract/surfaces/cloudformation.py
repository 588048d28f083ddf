"""CloudFormation and SAM templates. In: a YAML or JSON tree. Out: facts about everything that has to do with connections.

Functions and containers are `Deployment`s, RDS proxies `PoolerConfig`s, servers and parameter groups `ServerConfig`s. Intrinsic
functions (`!Ref`, `Fn::GetAtt`) are for CloudFormation to resolve: what they give is unresolved, with their text, but for a
parameter with a default.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog import aws_resources as aws
from poolaudit.extract.base import Surface
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.aws_containers import containers
from poolaudit.extract.surfaces.aws_functions import function
from poolaudit.extract.surfaces.cloudformation_servers import resource_in, servers
from poolaudit.extract.surfaces.platform_values import WORKED_OUT, listed
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.server import ServerConfig


def extract(source: Source, document: Document) -> Iterator[Deployment | PoolerConfig | ServerConfig]:
    """Everything of the template that has to do with connections."""
    for root in getattr(document, "roots", ()):
        resources = root.get("Resources") if isinstance(root, MappingNode) else None
        if isinstance(root, MappingNode) and isinstance(resources, MappingNode):
            known = _defaults(root.get("Parameters"))
            shared = root.get("Globals", "Function")
            made = _settled(resources, known)
            if isinstance(made, MappingNode):
                yield from resources_of(source, made, _settled(shared, known) if shared is not None else None)


SURFACE = Surface(
    "cloudformation",
    ("yaml", "json"),
    extract,
    triggers=tuple(
        each.split("::", 1)[1]
        for each in (
            *aws.FUNCTIONS,
            aws.TASK_DEFINITION,
            aws.PROXY,
            *aws.PARAMETER_GROUPS,
            *(kind for kind, *_ in aws.DATABASES),
            *(each.kind for each in aws.CACHES),
        )
    ),
)


def _defaults(parameters: Node | None) -> dict[str, ScalarNode]:
    """What each parameter is unless somebody gives another value; none for those that are kept secret."""
    found: dict[str, ScalarNode] = {}
    for key, node in parameters.items if isinstance(parameters, MappingNode) else ():
        default = node.get("Default") if isinstance(node, MappingNode) else None
        if isinstance(default, ScalarNode) and default.value not in (None, "") and not default.tag:
            hidden = isinstance(node, MappingNode) and node.get("NoEcho") is not None
            if not hidden and not is_secret_key(key.name):
                found[key.name] = default
    return found


def _settled(node: Node, known: Mapping[str, ScalarNode]) -> Node:
    """The tree with the defaults of parameters in place of references to them."""
    if not known:
        return node
    if isinstance(node, ScalarNode):
        return _default(node, known[str(node.value)]) if node.tag == "!Ref" and str(node.value) in known else node
    if isinstance(node, MappingNode):
        only = node.items[0] if len(node.items) == 1 else None
        if only is not None and only[0].name == "Ref" and isinstance(only[1], ScalarNode) and str(only[1].value) in known:
            return _default(only[1], known[str(only[1].value)])
        return replace(node, items=tuple((key, _settled(value, known)) for key, value in node.items))
    return replace(node, elements=tuple(_settled(each, known) for each in node.elements))


def _default(reference: ScalarNode, default: ScalarNode) -> ScalarNode:
    return ScalarNode(default.value, reference.span, reference.raw, WORKED_OUT)


def resources_of(
    source: Source, resources: MappingNode, shared: Node | None
) -> Iterator[Deployment | PoolerConfig | ServerConfig]:
    """What a `Resources` mapping describes; `shared` are SAM's globals of functions."""
    kinds: dict[str, list[tuple[Key, MappingNode]]] = {}
    for key, node in resources.items:
        kind = node.get("Type") if isinstance(node, MappingNode) else None
        properties = node.get("Properties") if isinstance(node, MappingNode) else None
        if isinstance(kind, ScalarNode) and isinstance(properties, MappingNode):
            kinds.setdefault(str(kind.value), []).append((key, properties))
    for name in aws.FUNCTIONS:
        for key, properties in kinds.get(name, ()):
            yield function(source, key, properties, shared if name == aws.FUNCTIONS[0] else None)
    yield from containers(source, kinds)
    for key, properties in kinds.get(aws.PROXY, ()):
        groups = [each for _, each in kinds.get(aws.TARGET_GROUP, ()) if refers_to(each.get("DBProxyName"), key.name, properties)]
        yield _proxy(source, key, properties, groups)
    yield from servers(source, kinds)


def refers_to(node: Node | None, name: str, properties: MappingNode | None = None) -> bool:
    """Whether a value is a reference to the resource called `name`, or its own name."""
    if isinstance(node, MappingNode):
        return any(refers_to(value, name, properties) for _, value in node.items)
    if not isinstance(node, ScalarNode):
        return any(refers_to(each, name, properties) for each in getattr(node, "elements", ()))
    own = properties.get("DBProxyName") if properties is not None else None
    if isinstance(own, ScalarNode) and own.value == node.value and not own.tag and not node.tag:
        return True
    value = str(node.value)
    return value == name or value.startswith(f"{name}.") or f"${{{name}}}" in value or f"${{{name}." in value


def _proxy(source: Source, key: Key, properties: MappingNode, groups: list[MappingNode]) -> PoolerConfig:
    parts = [
        properties,
        *(part for each in groups if isinstance(part := each.get("ConnectionPoolConfigurationInfo"), MappingNode)),
    ]
    settings = {
        name: setting
        for part in parts
        for written, name in aws.PROXY_SETTINGS
        if (setting := listed(part.get(written), written)).origin is not Origin.ABSENT
    }
    target = next((node for each in groups for name in aws.TARGETS if (node := each.get(name)) is not None), None)
    server = resource_in(target)
    if target is not None and server:
        settings["server"] = Setting.written(server, target.span, "target")
    if not groups:
        why = "no target group of the proxy stands in this file"
        settings.setdefault("max_connections_percent", Setting.unresolved(why, key.span, "MaxConnectionsPercent"))
    return PoolerConfig("rds-proxy", source.path, key.span, tuple(settings.items()), (), (), managed=True, name=key.name)
