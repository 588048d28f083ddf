"""Zalando's `postgresql` resources. In: a YAML tree. Out: the server, and the pooler where one is asked for.

Meaning: https://github.com/zalando/postgres-operator/blob/a7aaad0a/docs/reference/cluster_manifest.md and
…/pkg/cluster/connection_pooler.go (1.15, read 2026-11-21): Service `<name>` leads to the primary and `<name>-pooler` to
PgBouncer, transaction mode in two pods unless told otherwise; `maxDBConnections` is divided by the pods, and half of it is the
pool size.
Spilo sets `max_connections` by the memory of the machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode
from poolaudit.extract.surfaces.kubernetes_tree import counted, metadata, plain, worded
from poolaudit.extract.surfaces.operator_objects import one_primary, pods, server_config, service
from poolaudit.facts.pooler import SWITCH, PoolEntry, PoolerConfig
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span

_API = "acid.zalan.do/"
_OPERATOR = "Zalando's operator"
_POOLER_IMAGE = "registry.opensource.zalan.do/acid/pgbouncer"
_CONFIG = "/etc/pgbouncer/pgbouncer.ini.tmpl"
_INSTANCES = 2
_MOST = 60
_CLIENTS = "10000"
_PORT = "5432"


def extract(source: Source, document: Document) -> Iterator[Fact]:
    """Each resource of the file."""
    for root in getattr(document, "roots", ()):
        if (
            isinstance(root, MappingNode)
            and plain(root.get("apiVersion")).startswith(_API)
            and plain(root.get("kind")) == "postgresql"
        ):
            named = metadata(root)
            if named is not None:
                yield from _server(source, root, *named)
                if _is_pooled(root):
                    yield from _pooler(source, root, *named)
                else:
                    yield from _switched_off(source, root, named[0])


SURFACE = Surface("zalando_postgresql", ("yaml",), extract, triggers=(_API,))


def _server(source: Source, root: MappingNode, name: str, span: Span, namespace: str) -> Iterator[Fact]:
    path = f"{source.path}#{name}:postgresql"
    config = server_config(path, span, root.get("spec", "postgresql", "parameters"))
    if "max_connections" not in dict(config.settings):
        unknown: Setting[str] = Setting.unresolved("Spilo sets it by the memory of the machine", span, "max_connections")
        config = ServerConfig(config.engine, path, span, (*config.settings, ("max_connections", unknown)))
    yield config
    version = worded(root.get("spec", "postgresql", "version"), "version")
    image: Setting[str] = (
        Setting.derived(f"postgres:{version.value}", "image", "what Spilo runs", version)
        if version.is_known
        else Setting.default("postgres", "image", _OPERATOR)
    )
    primary, limits = (
        one_primary(root.get("spec", "numberOfInstances"), "numberOfInstances"),
        root.get("spec", "resources", "limits"),
    )
    yield pods((name, span, namespace), "Cluster", image, primary, (path, "/postgres.conf"), limits=limits)
    yield service((name, span, namespace), name)


def _is_pooled(root: MappingNode) -> bool:
    enabled = plain(root.get("spec", "enableConnectionPooler"))
    section = root.get("spec", "connectionPooler")
    return enabled == "true" or (enabled != "false" and isinstance(section, MappingNode) and bool(section.items))


def _switched_off(source: Source, root: MappingNode, name: str) -> Iterator[PoolerConfig]:
    """The pooler that the resource does without."""
    written = worded(root.get("spec", "enableConnectionPooler"), "enableConnectionPooler")
    if written.is_known and written.span is not None:
        yield PoolerConfig("pgbouncer", f"{source.path}#{name}:pooler", written.span, ((SWITCH, written),), (), ())


def _pooler(source: Source, root: MappingNode, name: str, span: Span, namespace: str) -> Iterator[Fact]:
    title, path = f"{name}-pooler", f"{source.path}#{name}:pooler"
    spec = ("spec", "connectionPooler")
    instances = _number(counted(root.get(*spec, "numberOfInstances"), "numberOfInstances"), _INSTANCES, "numberOfInstances")
    most = _number(counted(root.get(*spec, "maxDBConnections"), "maxDBConnections"), _MOST, "maxDBConnections")
    mode = worded(root.get(*spec, "mode"), "pool_mode")
    settings = {
        "pool_mode": mode if mode.is_known or mode.span is not None else Setting.default("transaction", "pool_mode", _OPERATOR),
        "listen_port": Setting.default(_PORT, "listen_port", _OPERATOR),
        "max_client_conn": Setting.default(_CLIENTS, "max_client_conn", _OPERATOR),
        "max_db_connections": _share("max_db_connections", most, instances, 1),
        "default_pool_size": _share("default_pool_size", most, instances, 2),
        "min_pool_size": _share("min_pool_size", most, instances, 4),
        "reserve_pool_size": _share("reserve_pool_size", most, instances, 4),
    }
    host = Setting.written(name, span, "host")
    yield PoolerConfig(
        "pgbouncer", path, span, tuple(settings.items()), (PoolEntry("databases", "*", span, (("host", host),)),), ()
    )
    image = worded(root.get(*spec, "dockerImage"), "dockerImage")
    image = image if image.is_known else Setting.default(_POOLER_IMAGE, "image", _OPERATOR)
    yield pods((title, span, namespace), "Pooler", image, instances, (path, _CONFIG))
    yield service((title, span, namespace), title)


def _number(written: Setting[int], default: int, label: str) -> Setting[int]:
    return written if written.is_known or written.span is not None else Setting.default(default, label, _OPERATOR)


def _share(label: str, most: Setting[int], instances: Setting[int], part: int) -> Setting[str]:
    """The whole number of connections that one pod gets, and its part of them, rounded down as the operator does."""
    if not most.value or not instances.value:
        return Setting.unresolved("the number of pods or connections is not known", most.span, label)
    value = most.value // instances.value
    while part > 1:
        value, part = value // 2, part // 2
    return Setting.derived(str(value), label, f"{most.value} connections over {instances.value} pods", most, instances)
