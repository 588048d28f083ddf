"""Pgpool-II's pgpool.conf. In: the tree of a file in PostgreSQL's grammar. Out: a `PoolerConfig`.

Meaning: https://www.pgpool.net/docs/latest/en/html/runtime-config.html (4.7.2, read 2026-11-20). A child serves one client at a
time and keeps `max_pool` backends, so that `num_init_children` × `max_pool` is the most that it opens on a server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.poolers.pgpool import NAMES
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import text
from poolaudit.facts.pooler import PoolEntry, PoolerConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.setting import Setting

_KNOWN = dict(NAMES)
_BACKEND = "backend_hostname"


def extract(source: Source, document: Document) -> Iterator[PoolerConfig]:
    """The file with its backends."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        settings: dict[str, Setting[str]] = {}
        entries: list[PoolEntry] = []
        for key, node in root.items:
            if key.name in _KNOWN and isinstance(node, ScalarNode):
                settings[_KNOWN[key.name]] = text(node, key.name)
            elif key.name.startswith(_BACKEND):
                number = key.name.removeprefix(_BACKEND)
                port = text(root.get(f"backend_port{number}"), "port")
                values = (("host", text(node, "host")), *((("port", port),) if port.is_known else ()))
                entries.append(PoolEntry("databases", "*" if number == "0" else f"*{number}", key.span, values))
        yield PoolerConfig("pgpool", source.path, source.span(0, 0), tuple(settings.items()), tuple(entries), ())


SURFACE = Surface("pgpool_conf", ("postgresql_conf",), extract, globs=("pgpool*.conf", "*pgpool.conf.*"))
