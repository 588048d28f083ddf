"""PgCat's pgcat.toml. In: a TOML tree. Out: a `PoolerConfig` with an entry for each pool and each user.

Meaning: src/config.rs of https://github.com/postgresml/pgcat (5b03881, read 2026-11-20), which its manual contradicts in places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.poolers.pgcat import GENERAL, MILLIS, POOL, USER
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import text
from poolaudit.extract.surfaces.pooler_values import renamed
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.setting import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span


def extract(source: Source, document: Document) -> Iterator[PoolerConfig]:
    """The file, when it has pools."""
    for root in getattr(document, "roots", ()):
        general, pools = (root.get("general"), root.get("pools")) if isinstance(root, MappingNode) else (None, None)
        if not isinstance(general, MappingNode) or not isinstance(pools, MappingNode):
            continue
        entries = [
            entry for key, pool in pools.items if isinstance(pool, MappingNode) for entry in _entries(key.name, key.span, pool)
        ]
        yield PoolerConfig("pgcat", source.path, source.span(0, 0), tuple(renamed(general, GENERAL, MILLIS)), tuple(entries), ())


SURFACE = Surface("pgcat", ("toml",), extract, globs=("pgcat*.toml", "*.pgcat.toml", "*/pgcat/*.toml"), triggers=("[pools",))


def _entries(name: str, place: Span, pool: MappingNode) -> Iterator[PoolEntry]:
    shards = pool.get("shards")
    first = shards.items[0][1] if isinstance(shards, MappingNode) and shards.items else None
    values = [*_server(first), *renamed(pool, POOL, MILLIS)]
    yield PoolEntry("databases", name, place, tuple(values))
    users = pool.get("users")
    for _, user in users.items if isinstance(users, MappingNode) else ():
        login = user.get("username") if isinstance(user, MappingNode) else None
        password = user.get("password") if isinstance(user, MappingNode) else None
        if isinstance(login, ScalarNode):
            yield PoolEntry(
                "users",
                str(login.value),
                login.span,
                tuple(renamed(user, USER)),
                password.span if isinstance(password, ScalarNode) else None,
            )


def _server(shard: Node | None) -> Iterator[tuple[str, Setting[str]]]:
    """Host and port of the first server of a shard, and its database."""
    servers = shard.get("servers") if isinstance(shard, MappingNode) else None
    first = servers.elements[0] if isinstance(servers, SequenceNode) and servers.elements else None
    parts: tuple[Node, ...] = first.elements if isinstance(first, SequenceNode) else ()
    for label, node in zip(("host", "port"), parts, strict=False):
        yield label, text(node, label)
    database = text(shard.get("database") if isinstance(shard, MappingNode) else None, "database")
    if database.origin is not Origin.ABSENT:
        yield "dbname", database
