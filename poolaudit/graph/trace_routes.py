"""Follows each client to its server, once for each world that it runs in.

In: an indexed `Site`. Out: `Route`s, sorted by place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.bind import Binder
from poolaudit.graph.context import context_of
from poolaudit.graph.endpoint import Endpoint
from poolaudit.graph.find_endpoint import locate
from poolaudit.graph.read_dsn import DsnFound, read_dsn
from poolaudit.graph.resolve_client import resolve_client
from poolaudit.graph.resolve_pooler import entry_target, lone, managed, pooler_for, running_in
from poolaudit.graph.resolve_server import declared_server, server_in
from poolaudit.graph.route import Route

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.graph.find_endpoint import Located
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.resolve_pooler import Running
    from poolaudit.graph.server import Server
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World


@dataclass(frozen=True, slots=True)
class Way:
    """What lies behind a connection string."""

    located: Located
    endpoint: Endpoint
    pooler: Pooler | None
    running: Running | None
    server: Server | None
    direct: Setting[bool]


def trace_routes(site: Site) -> tuple[Route, ...]:
    """Every client in every world."""
    routes = [
        route for pool in site.pools for world in site.worlds.of_file(pool.span.path) for route in (_trace(pool, world, site),)
    ]
    routes = _distinct(routes)
    return tuple(sorted((_with_alternative(route, routes) for route in routes), key=_order))


def follow(dsn: Dsn, world: World, site: Site) -> Way:
    """Follow a connection string through a pooler, where there is one, to the server."""
    located = locate(dsn, world, site)
    deployment, hood = located.deployment, located.hood
    if deployment is not None and hood is not None:
        running = running_in(deployment, hood, site)
        if running is not None:
            return _through(running, dsn, located, world, site)
        server = server_in(deployment, site)
        if server is not None:
            return _straight(located, server)
        unknown: Setting[bool] = Setting.unresolved(
            f"what runs in service {deployment.name} is not known", deployment.span, "direct"
        )
        return Way(located, located.endpoint, None, None, None, unknown)
    if located.provider is not None:
        if located.provider.kind == "pooled":
            pooler = managed(located.endpoint, located.provider)
            return Way(
                located,
                located.endpoint,
                pooler,
                None,
                None,
                Setting.derived(False, "direct", located.provider.name, located.endpoint.kind),
            )
        return _straight(located, declared_server(located.endpoint, dsn.engine, site))
    return _beyond_the_tree(located, dsn, site)


def _trace(pool: ClientPool, world: World, site: Site) -> Route:
    binder = Binder(world, site.names)
    found = read_dsn(pool, binder, site)
    client = resolve_client(pool, found.dsn, world.workload, binder, site)
    opening = Evidence(pool.span, Origin.WRITTEN, pool.call)
    context = client.context if world.context.value in ("code", None) else world.context
    context = client.context if client.context.value != "code" else context
    if found.dsn is None:
        nothing: Setting[bool] = Setting.unresolved(found.why, found.span, "endpoint")
        return Route(
            pool.span, client.symbol, context, (opening, *found.steps), world.environment, client, None, _nowhere(found), None, None,
            world.workload, nothing, Setting.absent(),
        )  # fmt: skip
    way = follow(found.dsn, world, site)
    trail = (opening, *found.steps, *(way.pooler.trail if way.pooler is not None else ()))
    pooler, direct = way.pooler, way.direct
    if found.assumed:
        direct = replace(direct, assumed=True)
        pooler = _doubted(pooler) if pooler is not None else None
    return Route(
        pool.span, client.symbol, context, tuple(dict.fromkeys(trail)), world.environment, client, found.dsn, way.endpoint, pooler,
        way.server, world.workload, direct, Setting.absent("pooled alternative"),
    )  # fmt: skip


def _through(running: Running, dsn: Dsn, located: Located, world: World, site: Site) -> Way:
    pooler = pooler_for(running, dsn.database, dsn.user)
    kind = Setting.derived("pooled", "endpoint", running.software.title, located.endpoint.host)
    endpoint = replace(located.endpoint, kind=kind)
    server = None
    entry = entry_target(running, dsn.database)
    if entry is not None and located.hood is not None:
        values = dict(entry.values)
        target = located.hood.named(values["host"].value or "") if "host" in values and values["host"].is_known else None
        server = server_in(target, site) if target is not None else None
    elif running.config is None and running.image is not None and running.world is not None and located.hood is not None:
        server = _server_of_environment(running, located, site)
    return Way(
        located,
        endpoint,
        pooler,
        running,
        server,
        Setting.derived(False, "direct", running.software.title, located.endpoint.host),
    )


def _server_of_environment(running: Running, located: Located, site: Site) -> Server | None:
    assert running.image is not None and running.world is not None and located.hood is not None  # noqa: S101, PT018
    for name, meaning in running.image.environment:
        value = running.world.variables.get(name)
        if value is None or value.value is None:
            continue
        host = value.value.reveal() if meaning == "@host" else None
        if meaning == "@url" and value.span is not None:
            place = value.span
            dsn = site.readers.parse_dsn(value.value.reveal(), lambda _a, _b, place=place: place, "libpq")  # type: ignore[misc]
            host = dsn.host.value if dsn is not None and dsn.host.is_known else None
        target = located.hood.named(host) if host else None
        if target is not None:
            return server_in(target, site)
    return None


def _straight(located: Located, server: Server | None) -> Way:
    kind: Setting[str] = Setting.derived("direct", "endpoint", "the server itself", located.endpoint.host)
    return Way(
        located,
        replace(located.endpoint, kind=kind),
        None,
        None,
        server,
        Setting.derived(True, "direct", "the server itself", located.endpoint.host),
    )


def _beyond_the_tree(located: Located, dsn: Dsn, site: Site) -> Way:
    """A host that nothing in the tree answers to: a lone pooler file on the same port, a declared server, or unknown."""
    endpoint = located.endpoint
    if endpoint.locality.is_known and endpoint.locality.value in ("local", "internal") and located.port.is_known:
        listening = [each for each in _lone_configs(site) if _listens(each, located.port.value)]
        if len(listening) == 1 and context_of(listening[0].path).value == "code":
            running = lone(listening[0])
            pooler = _doubted(pooler_for(running, dsn.database, dsn.user))
            kind = Setting.derived(
                "pooled", "endpoint", f"{listening[0].path} listens on port {located.port.value}", endpoint.host
            )
            direct = Setting.derived(False, "direct", listening[0].path, endpoint.host)
            return Way(located, replace(endpoint, kind=kind), pooler, running, None, direct)
    server = declared_server(endpoint, dsn.engine, site)
    why = endpoint.kind.note or "what answers there is not known"
    if server is not None:
        return _straight(located, server)
    return Way(located, endpoint, None, None, None, Setting.unresolved(why, endpoint.host.span, "direct"))


def _lone_configs(site: Site) -> list[PoolerConfig]:
    sources = {mount.source for hood in site.worlds.neighbourhoods for each in hood.deployments for mount in each.mounts}
    return [each for each in site.pooler_configs if each.path not in sources]


def _listens(config: PoolerConfig, port: int | None) -> bool:
    written = dict(config.settings).get("listen_port")
    number = written.value if written is not None and written.is_known else "6432" if written is None else None
    return number == str(port)


def _doubted(pooler: Pooler) -> Pooler:
    return replace(
        pooler, mode=replace(pooler.mode, assumed=True), shares_connections=replace(pooler.shares_connections, assumed=True)
    )


def _nowhere(found: DsnFound) -> Endpoint:
    def unknown(label: str) -> Setting[NoReturn]:
        return Setting.unresolved(found.why, found.span, label)

    return Endpoint(
        unknown("host"), unknown("port"), unknown("provider"), unknown("endpoint"), unknown("locality"), unknown("suspends"),
        unknown("drops idle connections"), unknown("twin"),
    )  # fmt: skip


def _with_alternative(route: Route, routes: list[Route]) -> Route:
    if not (route.direct.is_known and route.direct.value):
        return route
    for other in routes:
        same = other.environment == route.environment and other.pooler is not None
        if not same or other.pooler is None:
            continue
        twin = route.endpoint.twin.is_known and other.endpoint.host.value == (route.endpoint.twin.value or "").partition(":")[0]
        meets = route.server is not None and other.server is not None and route.server.span == other.server.span
        if twin or meets:
            alternative = Setting.derived(
                other.pooler.name, "pooled alternative", "another route goes through it", other.endpoint.host
            )
            return replace(route, pooled_alternative=alternative)
    return route


def _distinct(routes: list[Route]) -> list[Route]:
    seen: dict[tuple[object, ...], Route] = {}
    for route in routes:
        workload = route.workload.name if route.workload else ""
        where = route.dsn.span if route.dsn is not None else None
        seen.setdefault((route.span, route.environment, workload, where), route)
    return list(seen.values())


def _order(route: Route) -> tuple[object, ...]:
    return (
        route.span,
        route.environment,
        route.workload.name if route.workload else "",
        route.dsn.span if route.dsn else route.span,
    )
