"""Poolers and servers that an operator makes from a resource of its own. In: its tree. Out: the facts of what it makes.

CloudNativePG 1.27 (https://cloudnative-pg.io/documentation/1.27/connection_pooling/ and …/cloudnative-pg.v1/, read 2026-11-20):
a `Pooler` becomes a Deployment and a Service of its name on port 5432; its default mode is session, and names given in
`ignore_startup_parameters` are added to those that the operator needs. The primary of a `Cluster` is reached as `<name>-rw`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import MappingNode
from poolaudit.extract.surfaces.kubernetes_tree import counted, metadata, plain, under, worded
from poolaudit.extract.surfaces.operator_objects import PORT, one_primary, pods, server_config, service
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span

API = "postgresql.cnpg.io/"
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
    instances = counted(root.get("spec", "instances"), "instances")
    if not instances.is_known and instances.span is None:
        instances = Setting.default(1, "instances", "CloudNativePG")
    named = (name, span, namespace)
    yield pods(named, "Pooler", _image(root.get("spec", "template", "spec"), _POOLER_IMAGE), instances, (path, _CONFIG))
    kind = plain(root.get("spec", "serviceTemplate", "spec", "type"))
    yield service(named, name, published=PORT if kind == "LoadBalancer" else 0 if kind == "NodePort" else None)


def _cluster(source: Source, root: MappingNode, name: str, span: Span, namespace: str) -> Iterator[Fact]:
    path = f"{source.path}#{name}:postgresql"
    yield server_config(path, span, root.get("spec", "postgresql", "parameters"))
    image = worded(root.get("spec", "imageName"), "imageName")
    if not image.is_known and image.span is None:
        image = Setting.default(_SERVER_IMAGE, "imageName", "CloudNativePG")
    primary, limits = one_primary(root.get("spec", "instances"), "instances"), root.get("spec", "resources", "limits")
    yield pods((name, span, namespace), "Cluster", image, primary, (path, "/controller/custom.conf"), limits=limits)
    # `-ro` and `-r` lead to standbys, which have slots of their own
    yield service((f"{name}-rw", span, namespace), name)


def _image(pod: Node | None, default: str) -> Setting[str]:
    containers = under(pod, "containers")
    for each in getattr(containers, "elements", ()):
        image = worded(under(each, "image"), "image")
        if plain(under(each, "name")) == "pgbouncer" and image.is_known:
            return image
    return Setting.default(default, "image", "CloudNativePG")
