"""PgDog's pgdog.toml and users.toml. In: a TOML tree. Out: a `PoolerConfig` with an entry for each database, or each user.

Meaning: https://docs.pgdog.dev/configuration/pgdog.toml/general/ and pgdog-config (b4601264, read 2026-11-20).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.poolers.pgdog import DATABASE, GENERAL, MILLIS, PREPARES, PREPARES_OFF, USER, USERS_FILE
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import mappings
from poolaudit.extract.surfaces.pooler_values import renamed
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document


def extract(source: Source, document: Document) -> Iterator[PoolerConfig]:
    """The file, when it has databases or general settings; the lines of a users.toml."""
    for root in getattr(document, "roots", ()):
        if source.path.rpartition("/")[2].lower() == USERS_FILE:
            yield from _users(source, root)
            continue
        if not isinstance(root, MappingNode) or not (root.get("general") or root.get("databases")):
            continue
        settings = dict(renamed(root.get("general"), GENERAL, MILLIS))
        prepares = root.get("general", PREPARES)
        if isinstance(prepares, ScalarNode) and prepares.value == PREPARES_OFF:
            settings["max_prepared_statements"] = Setting.written("0", prepares.span, PREPARES, PREPARES_OFF)
        entries = [
            PoolEntry("databases", str(name.value), name.span, tuple(renamed(each, DATABASE)))
            for each in mappings(root.get("databases"))
            if isinstance(name := each.get("name"), ScalarNode)
        ]
        yield PoolerConfig("pgdog", source.path, source.span(0, 0), tuple(settings.items()), tuple(entries), ())


SURFACE = Surface(
    "pgdog",
    ("toml",),
    extract,
    globs=("pgdog*.toml", "*.pgdog.toml", USERS_FILE),
    triggers=("general", "databases", "[[users]]"),
)


def _users(source: Source, root: object) -> Iterator[PoolerConfig]:
    """What users.toml adds to the pgdog.toml beside it (`graph.join_pooler_files`); passwords are left out."""
    entries = []
    for each in mappings(root.get("users") if isinstance(root, MappingNode) else None):
        login, password = each.get("name"), each.get("password")
        if isinstance(login, ScalarNode) and isinstance(each.get("database"), ScalarNode):
            place = password.span if isinstance(password, ScalarNode) else None
            entries.append(PoolEntry("users", str(login.value), login.span, tuple(renamed(each, USER)), place))
    if entries:
        yield PoolerConfig("pgdog", source.path, source.span(0, 0), (), tuple(entries), (), partial=True)
