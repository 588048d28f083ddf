"""What operators make of one resource, in the words of plain manifests.

In: names, places, settings. Out: pods, Services, servers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.postgresql_values import RefusedError, parameters, value_of
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.compose_service import text_of
from poolaudit.extract.surfaces.kubernetes_tree import counted, under, worded
from poolaudit.extract.surfaces.resource_limits import cpus, memory
from poolaudit.facts.deployment import Port
from poolaudit.facts.kubernetes import (
    Container,
    ContainerPort,
    PodWorkload,
    ServiceName,
    ServicePort,
    Volume,
    VolumeMount,
    VolumeSource,
)
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

PORT = 5432
Named = tuple[str, "Span", str]
"""Name, its place, and namespace."""


def server_config(path: str, span: Span, *written: Node | None) -> ServerConfig:
    """The server's parameters that mappings give; later mappings win."""
    found: dict[str, Setting[str]] = {}
    for node in written:
        for key, value in node.items if isinstance(node, MappingNode) else ():
            found[key.name.lower()] = parameter(key.name.lower(), value)
    return ServerConfig("postgresql", path, span, tuple(found.items()))


def parameter(name: str, node: Node) -> Setting[str]:
    """One parameter in the server's base unit; unresolved where the server refuses it."""
    if not isinstance(node, ScalarNode) or node.template:
        return Setting.unresolved("a template renders it", node.span, name)
    text = text_of(node)
    known = parameters().get(name)
    try:
        value = value_of(known, text) if known is not None else text
    except RefusedError:
        return Setting.unresolved("PostgreSQL refuses this value", node.span, name)
    unit = known.unit if known is not None and value != text else ""
    return Setting.written(value, node.span, name, f"{text} in {unit}" if unit else "")


def one_primary(instances: Node | None, label: str) -> Setting[int]:
    """The one instance that takes writes; the others are standbys, which have slots of their own."""
    written = counted(instances, label)
    if not written.is_known:
        return Setting.default(1, label, "one primary")
    return Setting.derived(1, label, f"one primary among {written.value}", written)


def pods(
    named: Named,
    kind: str,
    image: Setting[str],
    replicas: Setting[int],
    config: tuple[str, str],
    *,
    limits: Node | None = None,
) -> PodWorkload:
    """Pods with one container.

    `config` is the path of a configuration fact and where the container sees it, `limits` are those of its resources.
    """
    name, span, namespace = named
    path, target = config
    inner = Container(
        name,
        span,
        image=image,
        ports=(ContainerPort("postgres", Port(PORT, None, "", span)),),
        mounts=(VolumeMount("config", target, span),),
        memory=memory(worded(under(limits, "memory"), "memory"), "kubernetes"),
        cpus=cpus(worded(under(limits, "cpu"), "cpu"), "kubernetes"),
    )
    volume = Volume("config", (VolumeSource("file", path),))
    return PodWorkload(kind, name, namespace, span, _labels(name), replicas, (inner,), (volume,))


def service(named: Named, owner: str, *, published: int | None = None, port: int = PORT) -> ServiceName:
    """A Service that leads to the pods of that name."""
    name, span, namespace = named
    return ServiceName(name, namespace, span, _labels(owner), (ServicePort("", port, PORT, published, span),))


def _labels(owner: str) -> tuple[tuple[str, str], ...]:
    return (("poolaudit/made-of", owner),)
