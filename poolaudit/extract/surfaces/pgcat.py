"""PgCat's pgcat.toml. In: a TOML tree. Out: a `PoolerConfig` with an entry for each pool, user and server.

Meaning: src/config.rs of https://github.com/postgresml/pgcat (5b03881, read 2026-11-20), which its manual contradicts in places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.poolers.pgcat import GENERAL, MILLIS, POOL, USER
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import text
from poolaudit.extract.surfaces.pooler_values import others, renamed
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
        settings = (*renamed(general, GENERAL, MILLIS), *others(general, (name for name, _ in GENERAL)))
        yield PoolerConfig("pgcat", source.path, source.span(0, 0), settings, tuple(entries), ())


SURFACE = Surface("pgcat", ("toml",), extract, globs=("pgcat*.toml", "*.pgcat.toml", "*/pgcat/*.toml"), triggers=("[pools",))


def _entries(name: str, place: Span, pool: MappingNode) -> Iterator[PoolEntry]:
    shards = pool.get("shards")
    listed = shards.items if isinstance(shards, MappingNode) else ()
    servers = [(f"{name}/{key.name}", each) for key, shard in listed for each in _servers(shard)]
    first = [pair for pair in servers[0][1] if pair[0] in ("host", "port")] if servers else []
    values = [*first, *_database(listed[0][1] if listed else None), *renamed(pool, POOL, MILLIS)]
    yield PoolEntry("databases", name, place, (*values, *others(pool, (key for key, _ in POOL))))
    for shard, each in servers:
        host = each[0][1].span
        yield PoolEntry("servers", shard, host if host is not None else place, each)
    users = pool.get("users")
    for _, user in users.items if isinstance(users, MappingNode) else ():
        login = user.get("username") if isinstance(user, MappingNode) else None
        password = user.get("password") if isinstance(user, MappingNode) else None
        if isinstance(login, ScalarNode):
            yield PoolEntry(
                "users",
                str(login.value),
                login.span,
                (*renamed(user, USER), *others(user, (*(key for key, _ in USER), "username"))),
                password.span if isinstance(password, ScalarNode) else None,
            )


def _servers(shard: Node | None) -> Iterator[tuple[tuple[str, Setting[str]], ...]]:
    """Host, port and role of each server of a shard, with the shard's database."""
    servers = shard.get("servers") if isinstance(shard, MappingNode) else None
    for each in servers.elements if isinstance(servers, SequenceNode) else ():
        parts = each.elements if isinstance(each, SequenceNode) else ()
        found = [(label, text(node, label)) for label, node in zip(("host", "port", "role"), parts, strict=False)]
        if found:
            yield (*found, *_database(shard))


def _database(shard: Node | None) -> Iterator[tuple[str, Setting[str]]]:
    database = text(shard.get("database") if isinstance(shard, MappingNode) else None, "database")
    if database.origin is not Origin.ABSENT:
        yield "dbname", database
