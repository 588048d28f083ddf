"""How a client behaves on one route: its constructor, its connection string and its library put together.

In: a `ClientPool`, a connection string, the catalog. Out: a `Client`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit.catalog.model import Prepares
from poolaudit.catalog.versions import compare
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.client import Client
from poolaudit.graph.context import context_of, path_role

if TYPE_CHECKING:
    from poolaudit.catalog.model import Client as Library
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.dsn import Dsn
    from poolaudit.graph.bind import Binder
    from poolaudit.graph.site import Site
    from poolaudit.graph.workload import Workload

_UNIQUE_NAMES_NEEDED_BELOW = "0.31"
"""asyncpg release from which a statement cache of 0 also keeps explicit `prepare()` unnamed (see catalog asyncpg)."""


def resolve_client(pool: ClientPool, dsn: Dsn | None, workload: Workload | None, binder: Binder, site: Site) -> Client:
    """Put together what one client does in one world."""
    pool = _with_lookups(pool, binder, site)
    version = version_of(pool.library, site)
    if version.is_known:
        pool = site.readers.with_version(pool, version)
    scheme = dsn.scheme.value if dsn is not None and dsn.scheme.is_known and dsn.scheme.value else ""
    driver = pool.driver or (site.readers.driver_of(pool, scheme) if scheme else "")
    if dsn is not None and driver:
        pool = site.readers.with_url_parameters(pool, dsn, driver)
    library = library_named(pool.library)
    names, switch = _names_statements(pool, driver, site)
    engine = dsn.engine if dsn is not None and dsn.engine else _only_engine(library)
    return Client(
        pool,
        pool.span,
        f"{pool.module or pool.span.path}:{pool.scope.function}:{pool.call}",
        context_of(pool.span.path),
        (Evidence(pool.span, Origin.WRITTEN, pool.call),),
        library.title if library else pool.library,
        driver,
        pool.call,
        pool.kind,
        engine,
        role := _role(pool, workload),
        role.value in ("migration", "script"),
        _pooling(pool),
        names,
        switch,
        pool.server_side_cursors
        if pool.server_side_cursors.origin is not Origin.ABSENT
        else Setting(False, Origin.DERIVED, pool.span),
        _most(pool),
        pool.min_size,
        pool.unlimited
        if pool.unlimited.origin is not Origin.ABSENT or pool.kind != "connection"
        else Setting(False, Origin.DERIVED, pool.span),
        _checks_liveness(pool),
        pool.idle_timeout,
        pool.max_lifetime,
        pool.acquire_timeout,
        pool.connect_timeout,
    )


@cache
def library_named(name: str) -> Library | None:
    """The catalog's entry of a client library."""
    found: Library | None = next((each for each in parts("poolaudit.catalog.clients", "CLIENT") if each.name == name), None)
    return found


def _with_lookups(pool: ClientPool, binder: Binder, site: Site) -> ClientPool:
    for name, expression in pool.lookups:
        value = binder.bind(expression).as_setting(name)
        if value.is_known:
            pool = site.readers.fill_field(pool, name, value)
    return pool


def _names_statements(pool: ClientPool, driver: str, site: Site) -> tuple[Setting[bool], Setting[str]]:
    """Whether the driver sends named statements, and the setting that decides it."""
    entry = library_named(driver)
    if entry is None:
        why = "the driver is not known" if not driver else f"what {driver} does with statements is not known"
        return Setting.unresolved(why, pool.span, "names statements"), Setting.absent()
    if entry.prepares in (Prepares.NEVER, Prepares.UNNAMED, Prepares.TWO_TRIPS):
        return Setting.default(False, "names statements", f"{entry.title} sends unnamed statements"), Setting.absent()
    if pool.unique_statement_names.is_known and pool.unique_statement_names.value:
        return Setting.derived(False, "names statements", "names are made unique", pool.unique_statement_names), Setting.absent()
    switch = pool.named_statements
    if switch.origin is Origin.UNRESOLVED:
        return Setting.unresolved(switch.note, switch.span or pool.span, switch.label), Setting.absent()
    if switch.is_known and (not switch.value or Origin.ABSENT is pool.statement_cache.origin is pool.prepare_threshold.origin):
        return switch.restated(bool(switch.value)), switch.restated(switch.text)
    if entry.prepares is Prepares.AFTER_THRESHOLD:
        return _by_threshold(pool)
    if entry.prepares is Prepares.NAMED:
        return _by_cache(pool, driver, site)
    return Setting.unresolved(f"what {entry.title} does depends on the layer below", pool.span), Setting.absent()


def _by_threshold(pool: ClientPool) -> tuple[Setting[bool], Setting[str]]:
    threshold = pool.prepare_threshold
    if not threshold.is_known:
        return Setting.unresolved(
            threshold.note or "prepare_threshold is not known", threshold.span or pool.span, threshold.label
        ), Setting.absent()
    return threshold.restated(threshold.value is not None), _shown(threshold)


def _by_cache(pool: ClientPool, driver: str, site: Site) -> tuple[Setting[bool], Setting[str]]:
    cache_size, dialect = pool.statement_cache, pool.dialect_cache
    if not cache_size.is_known:
        why = cache_size.note or "the size of the statement cache is not known"
        return Setting.unresolved(why, cache_size.span or pool.span, cache_size.label), Setting.absent()
    if (cache_size.value or 0) > 0:
        return cache_size.restated(True), _shown(cache_size)
    if dialect.origin is Origin.ABSENT or (dialect.is_known and dialect.value == 0 and pool.unique_statement_names.value):
        return cache_size.restated(False), _shown(cache_size)
    version = version_of(driver, site)
    if version.is_known and version.value and compare(version.value, _UNIQUE_NAMES_NEEDED_BELOW) >= 0:
        return Setting.derived(False, "names statements", f"{driver} {version.value}", cache_size, version), _shown(cache_size)
    why = f"with a layer that calls prepare(), names depend on the version of {driver}, which nothing pins"
    return Setting.unresolved(why, cache_size.span, "names statements"), Setting.absent()


def version_of(library: str, site: Site) -> Setting[str]:
    """The version of a library that the repository pins; absent when nothing does, unresolved when two things differ."""
    entry = library_named(library)
    found = [each for package in (entry.packages if entry else ()) for each in site.dependencies.get(package, ())]
    versions = {each.version.value for each in found}
    if not found:
        return Setting.absent("version")
    if len(versions) > 1:
        return Setting.unresolved(f"several versions of {library} are pinned", found[0].span, "version")
    return found[0].version


def _shown(setting: Setting[int]) -> Setting[str]:
    text = f"{setting.label} = {setting.value}"
    return setting.restated(text)


def _most(pool: ClientPool) -> Setting[int]:
    if pool.unlimited.is_known and pool.unlimited.value:
        return Setting.absent("maximum")
    if not pool.max_size.is_known or pool.max_size.value is None:
        return pool.max_size
    if pool.max_overflow.origin is Origin.ABSENT:
        return pool.max_size
    if not pool.max_overflow.is_known:
        return pool.max_overflow
    size, overflow = pool.max_size.value, pool.max_overflow.value or 0
    label = f"{pool.max_size.label} + {pool.max_overflow.label}"
    return Setting.derived(size + overflow, label, f"{size} + {overflow}", pool.max_size, pool.max_overflow)


def _checks_liveness(pool: ClientPool) -> Setting[bool]:
    for each in (pool.health_check, pool.keepalive):
        if each.is_known and each.value:
            return each
    if pool.health_check.origin is Origin.UNRESOLVED:
        return pool.health_check
    for age in (pool.max_lifetime, pool.idle_timeout):
        if age.is_written and age.value:
            return Setting.derived(True, age.label, f"connections are replaced after {age.value}", age)
        if age.origin is Origin.UNRESOLVED:
            return Setting.unresolved(age.note, age.span, age.label)
    if pool.health_check.origin is Origin.ABSENT:
        return Setting.unresolved("whether the library tests connections is not known", pool.span, "tests connections")
    return pool.health_check


def _pooling(pool: ClientPool) -> Setting[bool]:
    """Whether it pools; that it does by default needs no line of evidence."""
    if pool.pooling.origin is Origin.DEFAULT:
        return Setting(pool.pooling.value, Origin.DERIVED, pool.span)
    return pool.pooling


def _role(pool: ClientPool, workload: Workload | None) -> Setting[str]:
    by_path = path_role(pool.span.path)
    if by_path:
        return Setting(by_path, Origin.DERIVED, pool.span, "role", f"{pool.span.path} is a {by_path}")
    if workload is not None and workload.role.is_known:
        return workload.role
    if pool.library == "django":
        return Setting(("serving"), Origin.DERIVED, pool.span, "role", "Django settings")
    return Setting.unresolved("nothing says what this code does", pool.span, "role")


def _only_engine(library: Library | None) -> str:
    return library.engines[0] if library is not None and len(library.engines) == 1 else ""
