"""The pool that a library takes for an address by itself: SQLAlchemy's for SQLite.

In: a `ClientPool` whose release is known as far as the repository pins it, and the connection string of a route. Out: the pool
with the limits of what it surely takes there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.versions import has
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.pinned_version import library_named

if TYPE_CHECKING:
    from poolaudit.catalog.model import AddressPool, Constructor
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.dsn import Dsn

_MEMORY = frozenset({"", ":memory:"})
"""Names of a database that SQLite keeps in memory (https://www.sqlite.org/inmemorydb.html)."""


def with_address_pool(pool: ClientPool, dsn: Dsn, version: Setting[str]) -> ClientPool:
    """The pool as it is where code chooses its class, or where the address gets the usual one."""
    if not dsn.scheme.is_known or pool.pooling.origin is not Origin.DEFAULT:
        return pool
    library = library_named(pool.library)
    constructors = library.constructors if library is not None else ()
    constructor = next((each for each in constructors if pool.call in each.callees), None)
    if constructor is None:
        return pool
    meant = (each for each in constructor.address_pools if not each.calls or pool.call in each.calls)
    taken = next((each for each in meant if _fits(each, dsn, version)), None)
    sized = pool.max_size.origin is not Origin.DEFAULT  # which a pool without a size refuses: then it is not that one
    if taken is None or (sized and taken.class_name not in constructor.thread_classes):
        return pool
    return _limited(pool, taken, constructor, version)


def _fits(taken: AddressPool, dsn: Dsn, version: Setting[str]) -> bool:
    if dsn.scheme.value not in taken.schemes or taken.in_memory is not _in_memory(dsn):
        return False
    return not taken.until or (version.is_known and not has(version.value, taken.until))


def _in_memory(dsn: Dsn) -> bool:
    if dsn.database.origin is Origin.ABSENT:
        return True
    known = dsn.database.is_known
    return (known and dsn.database.value in _MEMORY) or dsn.parameter("mode").value == "memory"


def _limited(pool: ClientPool, taken: AddressPool, constructor: Constructor, version: Setting[str]) -> ClientPool:
    name, why = taken.class_name, f"{taken.class_name} is what {taken.schemes[0]} gets"
    because = version.evidence() if taken.until else ()
    nothing: Setting[int] = Setting.absent("maximum")
    pooled = name not in constructor.unpooled_classes
    pool = replace(
        pool,
        pooling=Setting(pooled, Origin.DERIVED, pool.span, constructor.pool_class, why, because, version.assumed),
        min_size=nothing,
        max_size=nothing,
        max_overflow=nothing,
        unlimited=Setting.absent("unlimited"),
        acquire_timeout=Setting.absent("acquire timeout"),
    )
    if name in constructor.thread_classes:
        return replace(pool, max_size=Setting.unresolved("one connection for each thread", pool.span, constructor.pool_class))
    if name in constructor.single_classes:
        one = Setting.derived(1, constructor.pool_class, why)
        return replace(pool, max_size=one, max_overflow=Setting.derived(0, constructor.pool_class, why))
    return pool
