"""How a client behaves on one route: its constructor, its connection string and its library put together.

In: a `ClientPool`, a connection string, the catalog. Out: a `Client`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.dotnet import DESIGN_TIME
from poolaudit.catalog.versions import has
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.address_pools import with_address_pool
from poolaudit.graph.client import Client
from poolaudit.graph.context import context_of, path_role
from poolaudit.graph.idle_limits import kept_idle
from poolaudit.graph.pinned_version import library_named, version_of
from poolaudit.graph.statement_names import names_statements

if TYPE_CHECKING:
    from poolaudit.catalog.model import Client as Library
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.dsn import Dsn
    from poolaudit.graph.bind import Binder
    from poolaudit.graph.site import Site
    from poolaudit.graph.workload import Workload


def resolve_client(
    pool: ClientPool, dsn: Dsn | None, workload: Workload | None, binder: Binder, site: Site, *, query: Dsn | None = None
) -> Client:
    """Put together what one client does in one world; `query` holds the parameters where nothing else of its `dsn` is known."""
    pool = _with_lookups(pool, binder, site)
    version = version_of(pool.library, site)
    if version.origin is not Origin.ABSENT:
        pool = site.readers.with_version(pool, version)
    scheme = dsn.scheme.value if dsn is not None and dsn.scheme.is_known and dsn.scheme.value else ""
    driver = pool.driver or (site.readers.driver_of(pool, scheme) if scheme else "")
    if dsn is not None and not driver:
        pool = with_address_pool(pool, dsn, version)
    if dsn is not None and driver:
        pool = site.readers.with_url_parameters(pool, dsn, driver)
    elif query is not None:
        pool = site.readers.with_url_parameters(pool, query, driver)
    pool = _with_startup_defaults(pool, driver or pool.library, site)
    library = library_named(pool.library)
    named, switch = names_statements(pool, driver, site)
    role = _role(pool, workload)
    return Client(
        pool=pool,
        span=pool.span,
        symbol=f"{pool.module or pool.span.path}:{pool.scope.function}:{pool.call}",
        context=context_of(pool.span.path),
        trail=opening(pool),
        library=library.title if library else pool.library,
        driver=driver,
        call=pool.call,
        kind=pool.kind,
        engine=dsn.engine if dsn is not None and dsn.engine else _only_engine(library),
        role=role,
        one_shot=role.value in ("migration", "script"),
        pooling=_pooling(pool),
        names_statements=named,
        statement_switch=switch,
        server_side_cursors=_else(pool.server_side_cursors, pool, value=False),
        max_connections=_most(pool),
        min_connections=pool.min_size,
        unbounded=_else(pool.unlimited, pool, value=False) if pool.kind == "connection" else pool.unlimited,
        checks_liveness=_checks_liveness(pool),
        idle_timeout=pool.idle_timeout,
        max_lifetime=pool.max_lifetime,
        acquire_timeout=pool.acquire_timeout,
        connect_timeout=pool.connect_timeout,
        keeps_idle=kept_idle(pool),
        statement_timeout=pool.statement_timeout,
        language=library.language if library else "",
        minimum_above=library.minimum_above if library else "",
        resets_sessions=_resets_sessions(pool),
        single=bool(pool.max_size.label) and pool.max_size.label == pool.pooling.label,
        private=_is_private(pool, site),
    )


def _is_private(pool: ClientPool, site: Site) -> bool:
    """Whether the function that opens it keeps it from everybody else."""
    place = pool.through[-1] if pool.through else pool.span
    return place in site.private_pools


def opening(pool: ClientPool) -> tuple[Evidence, ...]:
    """Where it is opened, and where in a function of the repository that the code there calls."""
    return tuple(Evidence(each, Origin.WRITTEN, pool.call) for each in (pool.span, *pool.through))


def _with_startup_defaults(pool: ClientPool, driver: str, site: Site) -> ClientPool:
    """The pool with the run-time parameters that its driver sends by itself, where its release surely does."""
    library = library_named(driver)
    written = {name for name, _ in pool.startup_parameters}
    for name, value, until in library.startup_defaults if library is not None else ():
        version = version_of(driver, site)
        if name in written or (until and (not version.is_known or has(version.value, until))):
            continue
        sent: Setting[str] = Setting(value, Origin.DEFAULT, None, name, "driver default", version.evidence(), version.assumed)
        pool = replace(pool, startup_parameters=(*pool.startup_parameters, (name, sent)))
    return pool


def _else(setting: Setting[bool], pool: ClientPool, *, value: bool) -> Setting[bool]:
    """What holds where nothing is written and the library supplies nothing."""
    return setting if setting.origin is not Origin.ABSENT else Setting(value, Origin.DERIVED, pool.span)


def _with_lookups(pool: ClientPool, binder: Binder, site: Site) -> ClientPool:
    for name, expression in pool.lookups:
        value = binder.bind(expression).as_setting(name)
        if value.is_known or value.origin is Origin.ABSENT:
            pool = site.readers.fill_field(pool, name, value)
    return pool


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


def _resets_sessions(pool: ClientPool) -> Setting[bool]:
    """A connection that no pool keeps is closed instead."""
    if pool.pooling.is_known and not pool.pooling.value:
        return pool.pooling.restated(False)
    if pool.pooling.origin is Origin.UNRESOLVED:
        return pool.pooling
    return pool.keeps_session.restated(not pool.keeps_session.value)


def _role(pool: ClientPool, workload: Workload | None) -> Setting[str]:
    by_path = path_role(pool.span.path)
    if by_path:
        return Setting(by_path, Origin.DERIVED, pool.span, "role", f"{pool.span.path} is a {by_path}")
    if any(each.endswith(DESIGN_TIME) for each in pool.scope.decorators):
        return Setting("migration", Origin.DERIVED, pool.span, "role", f"only tools use a {DESIGN_TIME}")
    entry = library_named(pool.library)
    made_for = next((each.role for each in (entry.constructors if entry is not None else ()) if pool.call in each.callees), "")
    if made_for:
        return Setting(made_for, Origin.DERIVED, pool.span, "role", f"{pool.call} is for a {made_for}")
    if workload is not None and workload.role.is_known:
        return workload.role
    if pool.library == "django":
        return Setting("serving", Origin.DERIVED, pool.span, "role", "Django settings")
    return Setting.unresolved("nothing says what this code does", pool.span, "role")


def _only_engine(library: Library | None) -> str:
    return library.engines[0] if library is not None and len(library.engines) == 1 else ""
