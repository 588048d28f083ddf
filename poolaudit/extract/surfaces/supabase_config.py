"""The Supabase CLI's config.toml. In: a TOML tree. Out: a `Deployment` of the edge functions, and the local pooler's settings.

Meaning: https://supabase.com/docs/guides/local-development/cli/config (2, read 2026-11-21): `[db.pooler]` is the pooler of
the local stack, which takes PgBouncer's names; it runs only when it is enabled.
"""

from __future__ import annotations

from posixpath import dirname, join
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import text
from poolaudit.facts.deployment import CodeFolder, Deployment
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.span import Span

_NAMES = (
    ("port", "listen_port"),
    ("pool_mode", "pool_mode"),
    ("default_pool_size", "default_pool_size"),
    ("max_client_conn", "max_client_conn"),
)
"""Key of `[db.pooler]` → PgBouncer's name."""


def extract(source: Source, document: Document) -> Iterator[Deployment | PoolerConfig]:
    """The functions that the file configures, and the pooler where it is enabled."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        pooler, key = root.get("db", "pooler"), _pooler_key(root)
        enabled = pooler.get("enabled") if isinstance(pooler, MappingNode) else None
        if isinstance(pooler, MappingNode) and key is not None and isinstance(enabled, ScalarNode) and enabled.value is True:
            found = [(name, text(pooler.get(written), written)) for written, name in _NAMES]
            settings = tuple((name, value) for name, value in found if value.origin is not Origin.ABSENT)
            yield PoolerConfig("supavisor", source.path, key, settings, (), ())
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


def _pooler_key(root: MappingNode) -> Span | None:
    database = root.get("db")
    key = database.key("pooler") if isinstance(database, MappingNode) else None
    return key.span if key is not None else None


SURFACE = Surface(
    "supabase_config",
    ("toml",),
    extract,
    globs=("supabase/config.toml", "*/supabase/config.toml"),
    triggers=("pooler", "functions."),
)
