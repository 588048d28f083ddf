"""Poolers and servers that an operator makes from a resource of its own. In: its tree. Out: the facts of what it makes.

CloudNativePG 1.27 (https://cloudnative-pg.io/documentation/1.27/connection_pooling/ and …/cloudnative-pg.v1/, read 2026-11-20):
a `Pooler` becomes a Deployment and a Service of its name on port 5432; its default mode is session, and names given in
`ignore_startup_parameters` are added to those that the operator needs. The primary of a `Cluster` is reached as `<name>-rw`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.postgresql_values import RefusedError, parameters, value_of
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.compose_service import text_of
from poolaudit.extract.surfaces.kubernetes_tree import counted, metadata, plain, under, worded
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
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span

API = "postgresql.cnpg.io/"
_PORT = 5432
_POOLER_IMAGE = "ghcr.io/cloudnative-pg/pgbouncer"
_SERVER_IMAGE = "ghcr.io/cloudnative-pg/postgresql"
_REQUIRED_IGNORED = ("extra_float_digits", "options")
_CONFIG = "/controller/configs/pgbouncer.ini"


def operated(source: Source, root: MappingNode, kind: str) -> Iterator[Fact]:
    """What the operator makes of a `Pooler` or a `Cluster`."""
    named = metadata(root)
    if named is None:
        return
    if kind == "Pooler":
        yield from _pooler(source, root, *named)
    elif kind == "Cluster":
        yield from _cluster(source, root, *named)


def _pooler(source: Source, root: MappingNode, name: str, span: Span, namespace: str) -> Iterator[Fact]:
    path = f"{source.path}#{name}:pgbouncer"
    settings: dict[str, Setting[str]] = {"pool_mode": worded(root.get("spec", "pgbouncer", "poolMode"), "pool_mode")}
    if not settings["pool_mode"].is_known and settings["pool_mode"].span is None:
        settings["pool_mode"] = Setting.default("session", "pool_mode", "CloudNativePG")
    written = root.get("spec", "pgbouncer", "parameters")
    for key, node in written.items if isinstance(written, MappingNode) else ():
        setting = worded(node, key.name)
        if key.name == "ignore_startup_parameters" and setting.value is not None and setting.span is not None:
            more = ",".join((*_REQUIRED_IGNORED, setting.value))
            setting = Setting(more, Origin.DERIVED, setting.span, key.name, "with those that CloudNativePG needs")
        settings[key.name] = setting
    settings.setdefault(
        "ignore_startup_parameters", Setting.default(",".join(_REQUIRED_IGNORED), "ignore_startup_parameters", "CloudNativePG")
    )
    entries: tuple[PoolEntry, ...] = ()
    cluster = root.get("spec", "cluster", "name")
    if cluster is not None and plain(cluster):
        host = f"{plain(cluster)}-{plain(root.get('spec', 'type')) or 'rw'}"
        entries = (PoolEntry("databases", "*", cluster.span, (("host", Setting.written(host, cluster.span, "host")),)),)
    yield PoolerConfig("pgbouncer", path, span, tuple(settings.items()), entries, ())
    yield _workload(
        root, (name, span, namespace), "Pooler", _image(root.get("spec", "template", "spec"), _POOLER_IMAGE), (path, _CONFIG)
    )
    kind = plain(root.get("spec", "serviceTemplate", "spec", "type"))
    yield _service(name, namespace, span, name, published=_PORT if kind == "LoadBalancer" else 0 if kind == "NodePort" else None)


def _cluster(source: Source, root: MappingNode, name: str, span: Span, namespace: str) -> Iterator[Fact]:
    path = f"{source.path}#{name}:postgresql"
    found: dict[str, Setting[str]] = {}
    written = root.get("spec", "postgresql", "parameters")
    for key, node in written.items if isinstance(written, MappingNode) else ():
        found[key.name.lower()] = _parameter(key.name.lower(), node)
    yield ServerConfig("postgresql", path, span, tuple(found.items()))
    image = worded(root.get("spec", "imageName"), "imageName")
    if not image.is_known and image.span is None:
        image = Setting.default(_SERVER_IMAGE, "imageName", "CloudNativePG")
    yield _workload(root, (name, span, namespace), "Cluster", image, (path, "/controller/custom.conf"))
    # `-ro` and `-r` lead to standbys, which have slots of their own
    yield _service(f"{name}-rw", namespace, span, name, published=None)


def _parameter(name: str, node: Node) -> Setting[str]:
    if not isinstance(node, ScalarNode) or node.template:
        return Setting.unresolved("a template renders it", node.span, name)
    text = text_of(node)
    parameter = parameters().get(name)
    try:
        value = value_of(parameter, text) if parameter is not None else text
    except RefusedError:
        return Setting.unresolved("PostgreSQL refuses this value", node.span, name)
    unit = parameter.unit if parameter is not None and value != text else ""
    return Setting.written(value, node.span, name, f"{text} in {unit}" if unit else "")


def _image(pod: Node | None, default: str) -> Setting[str]:
    containers = under(pod, "containers")
    for each in getattr(containers, "elements", ()):
        image = worded(under(each, "image"), "image")
        if plain(under(each, "name")) == "pgbouncer" and image.is_known:
            return image
    return Setting.default(default, "image", "CloudNativePG")


def _workload(
    root: MappingNode, named: tuple[str, Span, str], kind: str, image: Setting[str], config: tuple[str, str]
) -> PodWorkload:
    name, span, namespace = named
    path, target = config
    instances = counted(root.get("spec", "instances"), "instances")
    if kind == "Cluster":
        instances = Setting.default(1, "instances", "one primary")
    elif not instances.is_known and instances.span is None:
        instances = Setting.default(1, "instances", "CloudNativePG")
    inner = Container(
        name,
        span,
        image=image,
        ports=(ContainerPort("postgres", Port(_PORT, None, "", span)),),
        mounts=(VolumeMount("config", target, span),),
    )
    volume = Volume("config", (VolumeSource("file", path),))
    return PodWorkload(kind, name, namespace, span, _labels(name), instances, (inner,), (volume,))


def _service(name: str, namespace: str, span: Span, owner: str, *, published: int | None) -> ServiceName:
    return ServiceName(name, namespace, span, _labels(owner), (ServicePort("", _PORT, _PORT, published, span),))


def _labels(owner: str) -> tuple[tuple[str, str], ...]:
    return (("cnpg.io/owner", owner),)
