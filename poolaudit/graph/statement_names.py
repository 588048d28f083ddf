"""Whether a client sends statements with names that the server keeps, and which setting decides it.

In: a `ClientPool` and its driver. Out: the answer and the deciding setting as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.model import Prepares
from poolaudit.catalog.versions import compare
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.pinned_version import library_named, version_of

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.graph.site import Site

    Answer = tuple[Setting[bool], Setting[str]]

_LABEL = "names statements"
_UNNAMED = (Prepares.NEVER, Prepares.UNNAMED, Prepares.TWO_TRIPS)
_UNIQUE_NAMES_NEEDED_BELOW = "0.31"
"""asyncpg release from which a statement cache of 0 also keeps explicit `prepare()` unnamed (see catalog asyncpg)."""

_SHORTEST_STATEMENT = len("SELECT 1")


def names_statements(pool: ClientPool, driver: str, site: Site) -> Answer:
    """Whether the driver sends named statements, and the setting that decides it."""
    bound = pool.server_side_binding
    if bound.origin is Origin.UNRESOLVED:
        return Setting.unresolved(bound.note, bound.span or pool.span, bound.label), Setting.absent()
    if bound.is_known:
        return _by_threshold(pool) if bound.value else (bound.restated(False), Setting.absent())
    entry = library_named(driver)
    if entry is None:
        why = "the driver is not known" if not driver else f"what {driver} does with statements is not known"
        return Setting.unresolved(why, pool.span, _LABEL), Setting.absent()
    if entry.prepares in _UNNAMED:
        return Setting.default(False, _LABEL, f"{entry.title} sends unnamed statements"), Setting.absent()
    unique = pool.unique_statement_names
    if unique.is_known and unique.value:
        return _by_unique_names(pool)
    switch = pool.named_statements
    if switch.origin is Origin.UNRESOLVED:
        return Setting.unresolved(switch.note, switch.span or pool.span, switch.label), Setting.absent()
    if switch.is_known and (not switch.value or Origin.ABSENT is pool.statement_cache.origin is pool.prepare_threshold.origin):
        return switch.restated(bool(switch.value)), switch.restated(
            f"{switch.label} = {switch.shown or str(switch.value).lower()}"
        )
    if entry.prepares is Prepares.AFTER_THRESHOLD:
        return _by_threshold(pool)
    if entry.prepares is Prepares.NAMED:
        return _by_cache(pool, driver, site)
    return Setting.unresolved(f"what {entry.title} does depends on the layer below", pool.span), Setting.absent()


def _by_unique_names(pool: ClientPool) -> Answer:
    """Unique names never collide; those that a layer keeps for later are still missing on another server connection."""
    kept = pool.dialect_cache
    if kept.origin is Origin.UNRESOLVED:
        return Setting.unresolved(kept.note, kept.span or pool.span, kept.label), Setting.absent()
    if kept.value:
        return kept.restated(True), _shown(kept)
    return Setting.derived(False, _LABEL, "names are made unique", pool.unique_statement_names), Setting.absent()


def _by_threshold(pool: ClientPool) -> Answer:
    threshold = pool.prepare_threshold
    if not threshold.is_known:
        why = threshold.note or "prepare_threshold is not known"
        return Setting.unresolved(why, threshold.span or pool.span, threshold.label), Setting.absent()
    return threshold.restated(threshold.value is not None), _shown(threshold)


def _by_cache(pool: ClientPool, driver: str, site: Site) -> Answer:
    size, dialect = pool.statement_cache, pool.dialect_cache
    if not size.is_known:
        why = size.note or "the size of the statement cache is not known"
        return Setting.unresolved(why, size.span or pool.span, size.label), Setting.absent()
    if (size.value or 0) > 0:
        return _by_length(pool)
    if dialect.origin is Origin.ABSENT or (dialect.is_known and dialect.value == 0 and pool.unique_statement_names.value):
        return size.restated(False), _shown(size)
    version = version_of(driver, site)
    if version.is_known and version.value and compare(version.value, _UNIQUE_NAMES_NEEDED_BELOW) >= 0:
        return Setting.derived(False, _LABEL, f"{driver} {version.value}", size, version), _shown(size)
    why = f"with a layer that calls prepare(), names depend on the version of {driver}, which nothing pins"
    return Setting.unresolved(why, size.span, _LABEL), Setting.absent()


def _by_length(pool: ClientPool) -> Answer:
    """A cache that no statement fits into names none, unless a layer above prepares them itself."""
    size, longest = pool.statement_cache, pool.longest_named
    if longest.origin is Origin.ABSENT or pool.dialect_cache.origin is not Origin.ABSENT:
        return size.restated(True), _shown(size)
    if not longest.is_known:
        return Setting.unresolved(longest.note, longest.span or pool.span, longest.label), Setting.absent()
    if 0 < (longest.value or 0) < _SHORTEST_STATEMENT:
        return longest.restated(False), _shown(longest)
    return size.restated(True), _shown(size)


def _shown(setting: Setting[int]) -> Setting[str]:
    return setting.restated(f"{setting.label} = {setting.value}")
