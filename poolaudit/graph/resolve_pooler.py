"""What a pooler does for one database and user. In: a `Running` and the names that a client asks for. Out: a `Pooler`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.azure_postgresql import ON, TIERS_WITHOUT_POOLER
from poolaudit.catalog.session_sql import CLEARING
from poolaudit.catalog.versions import compare
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_in, context_of
from poolaudit.graph.forced_pools import forced_pools
from poolaudit.graph.hostgroups import address_of, most_connections
from poolaudit.graph.pooler import Pooler
from poolaudit.graph.pooler_settings import settings_for
from poolaudit.graph.read_values import about, lower, names, number, seconds

if TYPE_CHECKING:
    from poolaudit.catalog.model import PoolerSoftware
    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.pooler_settings import PoolerSettings
    from poolaudit.graph.running_pooler import Running

_YES = frozenset({"1", "on", "true", "yes"})
_LOOPBACK = ("127.", "localhost", "::1")


def pooler_for(running: Running, database: Setting[str], user: Setting[str]) -> Pooler:
    """The pooler as one database and user of it see it."""
    software, version = running.software, running.version
    settings = settings_for(running, database, user)
    unserved = settings.unserved
    mode = lower(settings.text("pool_mode"))
    if unserved.is_known:
        mode = Setting.unresolved(f"{running.name} has no database {unserved.value}, and no `*`", unserved.span, "pool_mode")
    prepared = _prepared(settings)
    address = settings.text("listen_addr")
    by_user = software.routes_by_user
    shared: Setting[str] = Setting.derived(address_of(settings.database), "server", "shared by all users")
    return Pooler(
        span=running.span,
        symbol=f"pooler {running.name}",
        context=_context(running),
        trail=_trail(settings),
        name=running.title,
        software=software.name,
        version=version,
        mode=mode,
        shares_connections=about(
            mode, "shares connections", lambda value: value in software.sharing_modes and not software.pins_sessions
        ),
        max_prepared=prepared,
        tracks_statements=about(prepared, "follows named statements", lambda value: value > 0),
        ignored_parameters=names(settings.text("ignore_startup_parameters"), "ignore_startup_parameters"),
        tracked_parameters=_tracked(software, version, settings.text("track_extra_parameters")),
        refuses_unknown_parameters=about(mode, "refuses unknown startup parameters", lambda _: True),
        listen_address=address,
        listen_port=number(settings.text("listen_port"), "listen_port"),
        published=_published(running.deployment),
        listens_beyond_loopback=about(address, "listens beyond loopback", _beyond_loopback),
        auth_type=lower(settings.text("auth_type")),
        pool_size=most_connections(settings)
        if by_user
        else number(settings.text("default_pool_size", own=("pool_size",)), "pool size"),
        reserve_pool_size=number(
            settings.text("reserve_pool_size", own=("reserve_pool_size", "reserve_pool")), "reserve_pool_size"
        ),
        max_client_connections=number(settings.text("max_client_conn"), "max_client_conn"),
        max_db_connections=number(settings.text("max_db_connections"), "max_db_connections"),
        query_wait_timeout=seconds(settings.text("query_wait_timeout")),
        server_reset_query=settings.text("server_reset_query"),
        resets_always=_always(settings),
        replicas=running.deployment.replicas if running.deployment is not None else Setting.default(1, "copies", "one pooler"),
        config=running.config,
        max_user_connections=number(settings.text("max_user_connections"), "max_user_connections"),
        pool_database=shared if by_user else settings.asked,
        pool_user=shared.read_as("") if by_user else settings.login,
        forced_pools=forced_pools(settings),
        client_idle_timeout=seconds(settings.text("client_idle_timeout")),
        idle_transaction_timeout=seconds(settings.text("idle_transaction_timeout")),
        server_connect_timeout=seconds(settings.text("server_connect_timeout")),
        reads_options=_since(software, version, software.reads_options_since or "0", "reads options"),
        pins_sessions=about(mode, "pins sessions", lambda value: value in software.sharing_modes and software.pins_sessions),
        resets_settings=_resets(settings),
        pinning_filters=settings.text("session_pinning_filters"),
        server_family=lower(settings.text("engine_family")),
        server_share=number(settings.text("max_connections_percent"), "max_connections_percent"),
        tier=settings.text("tier"),
        supported_by_tier=_supported(settings),
        restores_empty=_since(software, version, software.restores_empty_since, "restores empty parameters"),
        understands_deallocate_all=_since(software, version, software.deallocate_all_since, "understands DEALLOCATE ALL"),
    )


def _always(settings: PoolerSettings) -> Setting[bool]:
    """Whether something written says so; the default of releases before 1.7 is nobody's choice."""
    always = settings.text("server_reset_query_always")
    return always.restated((always.value or "").lower() in _YES) if always.is_written else Setting(False, Origin.DERIVED)


def _resets(settings: PoolerSettings) -> Setting[bool]:
    always = settings.text("server_reset_query_always")
    if always.origin is Origin.UNRESOLVED:
        return Setting.unresolved(always.note, always.span, always.label)
    if (always.value or "").lower() not in _YES:
        return Setting(settings.running.software.resets_settings, Origin.DERIVED)
    query = settings.text("server_reset_query")
    if not query.is_known:
        return Setting.unresolved(query.note, query.span, query.label)
    return Setting.derived(any(each in (query.value or "").upper() for each in CLEARING), "takes SET back", "", always, query)


def _prepared(settings: PoolerSettings) -> Setting[int]:
    name, version = "max_prepared_statements", settings.running.version
    found = number(settings.text(name), name)
    if found.origin is Origin.ABSENT and version.is_known:
        return Setting.derived(0, name, f"{settings.running.software.title} {version.value} has no such setting", version)
    return found


def _tracked(software: PoolerSoftware, version: Setting[str], extra: Setting[str]) -> Setting[tuple[str, ...]]:
    if extra.origin is Origin.UNRESOLVED:
        return Setting.unresolved(extra.note, extra.span, "tracked parameters")
    always = tuple(
        name.lower()
        for name, since in software.tracked_parameters
        if not since or not version.is_known or compare(version.value or "", since) >= 0
    )
    followed = tuple(dict.fromkeys((*always, *(names(extra, "").value or ()))))
    written = (extra,) if extra.is_written else ()
    return Setting.derived(followed, f"parameters that {software.title} keeps for each client", "", *written)


def _since(software: PoolerSoftware, version: Setting[str], release: str, label: str) -> Setting[bool]:
    """Whether the version in use has what came with a release."""
    if not version.is_known or not release:
        return Setting.unresolved(version.note or "nothing pins the release", version.span, label)
    return Setting.derived(compare(version.value or "", release) >= 0, label, f"{software.title} {version.value}", version)


def _supported(settings: PoolerSettings) -> Setting[bool]:
    """Whether the size of a server has the pooler that is switched on for it."""
    enabled, tier = settings.text("enabled"), settings.text("tier")
    if not enabled.is_known or (enabled.value or "").lower() not in ON:
        return Setting.absent("has a pooler")
    return about(tier, "has a pooler", lambda value: not value.lower().startswith(TIERS_WITHOUT_POOLER))


def _beyond_loopback(address: str) -> bool:
    return any(part.strip() and not part.strip().startswith(_LOOPBACK) for part in address.split(","))


def _published(deployment: Deployment | None) -> Setting[bool]:
    if deployment is None:
        return Setting.unresolved("no deployment of this pooler is in the repository", None, "published")
    port = next(
        (each for each in deployment.ports if each.published is not None and not each.host_address.startswith(_LOOPBACK)), None
    )
    if port is None:
        return Setting(False, Origin.DERIVED, deployment.span, "published", "no port is published")
    return Setting(True, Origin.WRITTEN, port.span, "published", f"port {port.published} on every address")


def _context(running: Running) -> Setting[str]:
    own = context_in(running.deployment) if running.deployment is not None else context_of(running.span.path)
    return own if own.value != "code" or running.config is None else context_of(running.config.path)


def _trail(settings: PoolerSettings) -> tuple[Evidence, ...]:
    line = settings.database
    asked = (Evidence(line.span, Origin.WRITTEN, f"[{line.section}] {line.name}"),) if line is not None else ()
    return (*settings.running.trail, *asked)
