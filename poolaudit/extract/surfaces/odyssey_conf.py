"""Odyssey's odyssey.conf. In: a tree of its blocks. Out: a `PoolerConfig` with an entry for each database and user.

Meaning: docs/configuration of https://github.com/yandex/odyssey (89c48ea, read 2026-11-20).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.poolers.odyssey import MILLIS, PREPARES, USER
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import text
from poolaudit.extract.surfaces.pooler_values import renamed
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node

_FALLBACK = "default"


def extract(source: Source, document: Document) -> Iterator[PoolerConfig]:
    """The file, when it has a database."""
    for root in getattr(document, "roots", ()):
        items = root.items if isinstance(root, MappingNode) else ()
        if not any(key.name == "database" for key, _ in items):
            continue
        storages = {name.name: node for key, each in items if key.name == "storage" for name, node in _labelled(each)}
        listening = [
            text(node.get("port"), "port") for key, node in items if key.name == "listen" and isinstance(node, MappingNode)
        ]
        settings = tuple(("listen_port", port) for port in listening[:1] if port.origin is not Origin.ABSENT)
        entries = [
            entry
            for key, each in items
            if key.name == "database"
            for name, node in _labelled(each)
            for entry in _users(name, node, storages)
        ]
        yield PoolerConfig("odyssey", source.path, source.span(0, 0), settings, tuple(entries), ())


SURFACE = Surface("odyssey_conf", ("libconfig",), extract, globs=("odyssey*.conf", "*odyssey.conf"), triggers=("storage",))


def _labelled(node: Node) -> Iterator[tuple[Key, MappingNode]]:
    """Label and block of `database "shop" {…}`."""
    for name, inner in node.items if isinstance(node, MappingNode) else ():
        if isinstance(inner, MappingNode):
            yield name, inner


def _users(name: Key, block: MappingNode, storages: dict[str, MappingNode]) -> Iterator[PoolEntry]:
    title = "*" if name.name == _FALLBACK else name.name
    for key, each in block.items:
        if key.name != "user":
            continue
        for login, user in _labelled(each):
            values = dict(renamed(user, USER, MILLIS))
            storage = user.get("storage")
            target = storages.get(str(storage.value)) if isinstance(storage, ScalarNode) else None
            values.update(renamed(target, (("host", "host"), ("port", "port"))))
            prepares = user.get(PREPARES)
            if isinstance(prepares, ScalarNode):
                on = prepares.value in (True, "yes")
                values["max_prepared_statements"] = Setting.written("1" if on else "0", prepares.span, PREPARES)
            place = login.span if title == "*" else name.span
            yield PoolEntry("databases", title, place, tuple(values.items()))
