"""Puts files together that one pooler reads: PgDog's users.toml belongs to the pgdog.toml beside it.

In: configurations as files give them. Out: the same, users joined; a users.toml without a pgdog.toml is somebody else's.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.pooler import PoolEntry, PoolerConfig

_SOFTWARE = "pgdog"


def joined(configs: Iterable[PoolerConfig]) -> tuple[PoolerConfig, ...]:
    """Every configuration that is one."""
    every = tuple(configs)
    users = {dirname(each.path): each for each in every if _is_users(each)}
    if not users:
        return every
    return tuple(_with_users(each, users.get(dirname(each.path))) for each in every if not _is_users(each))


def _is_users(config: PoolerConfig) -> bool:
    return config.software == _SOFTWARE and config.partial


def _with_users(config: PoolerConfig, users: PoolerConfig | None) -> PoolerConfig:
    if users is None or config.software != _SOFTWARE:
        return config
    return replace(config, entries=(*config.entries, *_by_name(users.entries)))


def _by_name(lines: Iterable[PoolEntry]) -> Iterator[PoolEntry]:
    """One line for each user; what its lines for several databases say differently is not known."""
    found: dict[str, list[PoolEntry]] = {}
    for each in lines:
        found.setdefault(each.name, []).append(each)
    for same in found.values():
        names = list(dict.fromkeys(name for each in same for name, _ in each.values if name != "database"))
        yield replace(same[0], values=tuple((name, _agreed(name, same)) for name in names))


def _agreed(name: str, lines: list[PoolEntry]) -> Setting[str]:
    settings = [dict(each.values).get(name, Setting.absent(name)) for each in lines]
    if len({(each.origin is Origin.ABSENT, each.value) for each in settings}) == 1:
        return settings[0]
    return Setting.unresolved("it depends on the database", next(each.span for each in settings if each.span), name)
