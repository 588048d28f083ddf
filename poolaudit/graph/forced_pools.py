"""Pools that a pooler keeps filled without any client: those of database lines that name a user of their own.

In: the settings of a pooler as one of its routes meets them. Out: `ForcedPool`s that lead to the same server as that route.

PgBouncer does so from 1.21 on (https://github.com/pgbouncer/pgbouncer/pull/947, read 2026-11-21); it makes such pools by itself,
never for `*`, and fills them to `min_pool_size` but not above the size or the caps of the pool. What a cap over several pools
leaves for one of them is not known, so a pool of a user or line with such a cap is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.versions import has
from poolaudit.facts.setting import Setting
from poolaudit.graph.pooler_settings import line_value, settings_for
from poolaudit.graph.read_values import number

if TYPE_CHECKING:
    from poolaudit.facts.pooler import PoolEntry
    from poolaudit.graph.pooler_settings import PoolerSettings

_ANY = "*"


@dataclass(frozen=True, slots=True)
class ForcedPool:
    """One pool of one line of `[databases]`."""

    database: str
    """Name of the line."""
    user: str
    """User of its server connections."""
    connections: Setting[int]
    """Server connections that are open without a client."""


def forced_pools(settings: PoolerSettings) -> tuple[ForcedPool, ...]:
    """Each of them behind the server that the settings' own line leads to, in written order; none for an unknown release."""
    running, own = settings.running, settings.database
    since, version = running.software.fills_forced_pools_since, running.version
    if own is None or running.config is None or not since or not version.is_known or not has(version.value, since):
        return ()
    lines = {each.name: each for each in running.config.entries if each.section == "databases" and each.name != _ANY}
    found = (_forced(settings, line) for line in lines.values() if _address(line) == _address(own))
    return tuple(each for each in found if each is not None)


def _forced(settings: PoolerSettings, line: PoolEntry) -> ForcedPool | None:
    user = line_value(line, "user")
    if not user.is_known or not user.value:
        return None
    name: Setting[str] = Setting.written(line.name, line.span)
    mine = settings_for(settings.running, name, user)
    least = number(mine.text("min_pool_size"), "min_pool_size")
    size = number(mine.text("default_pool_size", own=("pool_size",)), "pool size")
    caps = [number(mine.text(each), each) for each in ("max_db_connections", "max_user_connections")]
    if not least.value or not size.is_known or any(not each.is_known or each.value for each in caps):
        return None
    return ForcedPool(line.name, user.value, least.restated(min(least.value, size.value or 0)))


def _address(line: PoolEntry) -> tuple[Setting[str] | str | None, ...]:
    """Host and port as written; those that cannot be known are equal to themselves alone."""
    return tuple(each.value if each.is_known or each.span is None else each for each in _parts(line))


def _parts(line: PoolEntry) -> tuple[Setting[str], ...]:
    return tuple(line_value(line, key) for key in ("host", "port"))
