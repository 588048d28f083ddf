"""CrunchyData's `PostgresCluster` resources. In: a YAML tree. Out: the server, and PgBouncer where the resource has one.

Meaning: https://github.com/CrunchyData/postgres-operator/blob/0fbac306/internal/pgbouncer/config.go and
https://access.crunchydata.com/documentation/postgres-operator/latest/references/crd/5.8.x/postgrescluster (5.8, read 2026-11-21):
Services `<name>-primary`, `<name>-ha` and `<name>-pgbouncer`; `config.global`, `databases` and `users` are sections of
pgbouncer.ini.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.settings.tree import MappingNode
from poolaudit.extract.surfaces.kubernetes_tree import counted, metadata, plain, worded
from poolaudit.extract.surfaces.operator_objects import pods, server_config, service
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span

_API = "postgres-operator.crunchydata.com/"
_OPERATOR = "CrunchyData's operator"
_IMAGE = "registry.developers.crunchydata.com/crunchydata/crunchy-pgbouncer"
_CONFIG = "/pgconf/pgbouncer.ini"
_PORT = "5432"
_BOUNCER = ("spec", "proxy", "pgBouncer")


def extract(source: Source, document: Document) -> Iterator[Fact]:
    """Each cluster of the file."""
    for root in getattr(document, "roots", ()):
        if (
            isinstance(root, MappingNode)
            and plain(root.get("apiVersion")).startswith(_API)
            and plain(root.get("kind")) == "PostgresCluster"
        ):
            named = metadata(root)
            if named is not None:
                yield from _server(source, root, *named)
                if isinstance(root.get(*_BOUNCER), MappingNode):
                    yield from _pooler(source, root, *named)


SURFACE = Surface("crunchy_postgres", ("yaml",), extract, triggers=(_API,))


def _server(source: Source, root: MappingNode, name: str, span: Span, namespace: str) -> Iterator[Fact]:
    path = f"{source.path}#{name}:postgresql"
    dynamic = root.get("spec", "patroni", "dynamicConfiguration", "postgresql", "parameters")
    yield server_config(path, span, dynamic, root.get("spec", "config", "parameters"))
    version = worded(root.get("spec", "postgresVersion"), "postgresVersion")
    image: Setting[str] = (
        Setting.derived(f"postgres:{version.value}", "image", "the version of the cluster", version)
        if version.is_known
        else Setting.default("postgres", "image", _OPERATOR)
    )
    yield pods((name, span, namespace), "Cluster", image, Setting.default(1, "replicas", "one primary"), (path, "/postgres.conf"))
    for end in ("primary", "ha"):
        yield service((f"{name}-{end}", span, namespace), name)


def _pooler(source: Source, root: MappingNode, name: str, span: Span, namespace: str) -> Iterator[Fact]:
    title, path = f"{name}-pgbouncer", f"{source.path}#{name}:pgbouncer"
    port = worded(root.get(*_BOUNCER, "port"), "port")
    settings = {
        "ignore_startup_parameters": Setting.default("extra_float_digits", "ignore_startup_parameters", _OPERATOR),
        "listen_port": port if port.is_known else Setting.default(_PORT, "listen_port", _OPERATOR),
        **{key: worded(node, key) for key, node in _entries(root.get(*_BOUNCER, "config", "global"))},
    }
    entries = [
        PoolEntry(section, key, node.span, tuple(_pairs(worded(node, key))))
        for section in ("databases", "users")
        for key, node in _entries(root.get(*_BOUNCER, "config", section))
    ]
    if not any(each.section == "databases" for each in entries):
        host = Setting.written(f"{name}-primary", span, "host")
        entries.append(PoolEntry("databases", "*", span, (("host", host),)))
    yield PoolerConfig("pgbouncer", path, span, tuple(settings.items()), tuple(entries), ())
    image = worded(root.get(*_BOUNCER, "image"), "image")
    image = image if image.is_known else Setting.default(_IMAGE, "image", _OPERATOR)
    replicas = counted(root.get(*_BOUNCER, "replicas"), "replicas")
    replicas = replicas if replicas.is_known or replicas.span is not None else Setting.default(1, "replicas", _OPERATOR)
    yield pods((title, span, namespace), "Pooler", image, replicas, (path, _CONFIG))
    number = int(port.value) if port.value is not None and port.value.isdecimal() else int(_PORT)
    yield service((title, span, namespace), title, port=number)


def _entries(node: Node | None) -> Iterator[tuple[str, Node]]:
    for key, value in node.items if isinstance(node, MappingNode) else ():
        yield key.name, value


def _pairs(line: Setting[str]) -> Iterator[tuple[str, Setting[str]]]:
    """`host=a port=1` as settings; passwords are left out."""
    for pair in (line.value or "").split():
        key, equals, value = pair.partition("=")
        if equals and line.span is not None and not is_secret_key(key):
            yield key, Setting.written(value.strip("'"), line.span, key)
