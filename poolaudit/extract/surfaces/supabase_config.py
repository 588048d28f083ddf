"""The Supabase CLI's config.toml.

In: a TOML tree. Out: a `Deployment` for each edge function and local server, and the settings of the local pooler.

Meaning: https://supabase.com/docs/guides/local-development/cli/config (2, read 2026-11-21): `[db.pooler]` is the pooler of
the local stack, which takes PgBouncer's names; it runs only when it is enabled.
"""

from __future__ import annotations

from posixpath import dirname, join
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import count, text
from poolaudit.facts.deployment import CodeFolder, Deployment, Port
from poolaudit.facts.pooler import SWITCH, PoolerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

_NAMES = (
    ("port", "listen_port"),
    ("pool_mode", "pool_mode"),
    ("default_pool_size", "default_pool_size"),
    ("max_client_conn", "max_client_conn"),
    ("enabled", SWITCH),
)
"""Key of `[db.pooler]` → PgBouncer's name."""
_SERVERS = (("db", "port"), ("shadow", "shadow_port"))
"""What the CLI calls its servers, and their key in `[db]`; the second one runs while two schemas are compared."""


def extract(source: Source, document: Document) -> Iterator[Deployment | PoolerConfig]:
    """The functions that the file configures, the local servers and their pooler."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        database = root.get("db")
        if isinstance(database, MappingNode):
            yield from _servers(source, database)
            pooler, key = database.get("pooler"), database.key("pooler")
            if isinstance(pooler, MappingNode) and key is not None:
                found = [(name, text(pooler.get(written), written)) for written, name in _NAMES]
                settings = tuple((name, value) for name, value in found if value.origin is not Origin.ABSENT)
                known = dict(settings)
                if SWITCH not in known:
                    settings = (*settings, (SWITCH, Setting.default("false", SWITCH, "Supabase CLI")))
                yield PoolerConfig("supavisor", source.path, key.span, settings, (), ())
        functions = root.get("functions")
        for name, each in functions.items if isinstance(functions, MappingNode) else ():
            if isinstance(each, MappingNode):
                folder = join(dirname(source.path), "functions", name.name)
                yield Deployment(
                    name=name.name,
                    surface="supabase_config",
                    span=name.span,
                    project=dirname(source.path),
                    environment="",
                    build=Setting.written(folder, name.span, "functions"),
                    replicas=Setting.unresolved("Supabase starts as many isolates as there are requests", name.span, "isolates"),
                    platform="supabase-functions",
                    code=(CodeFolder(folder),),
                )


def _servers(source: Source, database: MappingNode) -> Iterator[Deployment]:
    """PostgreSQL as the CLI starts it: which release, and under which port it is reached."""
    version = database.get("major_version")
    for name, key in _SERVERS:
        port = count(database.get(key), key)
        if port.value is None or port.span is None:
            continue
        why = (
            f"the image of PostgreSQL {version.value} that the CLI chooses"
            if isinstance(version, ScalarNode)
            else "the CLI chooses it"
        )
        yield Deployment(
            name=name,
            surface="supabase_config",
            span=port.span,
            project=dirname(source.path),
            environment="local",
            image=Setting.unresolved(why, version.span if isinstance(version, ScalarNode) else port.span, "image"),
            ports=(Port(5432, port.value, "", port.span),),
        )


SURFACE = Surface(
    "supabase_config",
    ("toml",),
    extract,
    globs=("supabase/config.toml", "*/supabase/config.toml"),
    triggers=("[db]", "pooler", "functions."),
)
