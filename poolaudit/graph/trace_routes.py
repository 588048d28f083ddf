"""Follows each client to its server, once for each world that it runs in.

In: an indexed `Site`. Out: `Route`s, sorted by place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from poolaudit.catalog.dsn_builders import MASKS_SINCE
from poolaudit.catalog.versions import compare
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.bind import Binder
from poolaudit.graph.distinct_routes import distinct, order
from poolaudit.graph.endpoint import Endpoint
from poolaudit.graph.follow import doubted, follow
from poolaudit.graph.functions import in_function
from poolaudit.graph.held_pools import held_pools
from poolaudit.graph.hosts import by_host
from poolaudit.graph.idle_limits import closed_idle
from poolaudit.graph.image_clients import image_clients
from poolaudit.graph.pinned_version import version_of
from poolaudit.graph.read_dsn import read_dsn
from poolaudit.graph.resolve_client import opening, resolve_client
from poolaudit.graph.route import Route

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.graph.read_dsn import DsnFound
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World


def trace_routes(site: Site) -> tuple[Route, ...]:
    """Every client in every world."""
    routes = distinct(
        [
            *(_trace(pool, world, site) for pool, world in held_pools(site)),
            *(_trace(pool, world, site) for pool, world in image_clients(site)),
        ]
    )
    return tuple(sorted((_with_alternative(route, routes) for route in routes), key=order))


def _trace(pool: ClientPool, world: World, site: Site) -> Route:
    binder = Binder(world, site.names)
    found = read_dsn(pool, binder, site)
    client = resolve_client(pool, found.dsn, world.workload, binder, site, query=found.query)
    context = client.context if client.context.value != "code" else world.context
    base = Route(
        span=pool.span,
        symbol=client.symbol,
        context=context,
        trail=(*opening(pool), *found.steps),
        environment=world.environment,
        client=client,
        dsn=found.dsn,
        endpoint=_nowhere(found),
        pooler=None,
        server=None,
        workload=world.workload,
        direct=Setting.unresolved(found.why, found.span, "endpoint"),
        pooled_alternative=Setting.absent("pooled alternative"),
        in_function=in_function(pool.span.path, world, site),
        masked_password=_masked(found, site),
    )
    if found.dsn is None:
        return base
    way = follow(found.dsn, world, site)
    pooler, direct = way.pooler, way.direct
    trail = tuple(dict.fromkeys((*base.trail, *(pooler.trail if pooler is not None else ()))))
    if found.assumed:
        direct = replace(direct, assumed=True)
        pooler = doubted(pooler) if pooler is not None else None
    idle = closed_idle(way, client.engine)
    return replace(base, trail=trail, endpoint=way.endpoint, pooler=pooler, server=way.server, direct=direct, closes_idle=idle)


def _masked(found: DsnFound, site: Site) -> Setting[bool]:
    """Whether the password of the connection string became `***`, which SQLAlchemy's URL does since 2.0."""
    label, version = "password is masked", version_of("sqlalchemy", site)
    if found.masked_at is None:
        return Setting.absent(label)
    if version.origin is Origin.UNRESOLVED:
        return Setting.unresolved(version.note, found.masked_at, label)
    if version.value is not None and compare(version.value, MASKS_SINCE) < 0:
        return Setting.absent(label)
    note = "SQLAlchemy's URL as text shows *** for its password"
    found_at = Setting.written(value=True, span=found.masked_at, label=label, note=note)
    return replace(found_at, because=version.evidence(), assumed=not version.is_known)


def _nowhere(found: DsnFound) -> Endpoint:
    def unknown(label: str) -> Setting[NoReturn]:
        return Setting.unresolved(found.why, found.span, label)

    return Endpoint(
        host=unknown("host"),
        port=unknown("port"),
        provider=unknown("provider"),
        kind=unknown("endpoint"),
        locality=unknown("locality"),
        suspends=unknown("suspends"),
        drops_idle=unknown("drops idle connections"),
        twin=unknown("twin"),
    )


def _with_alternative(route: Route, routes: list[Route]) -> Route:
    """A direct route that knows of the pooler which another route of the same environment takes to the same server."""
    if not (route.direct.is_known and route.direct.value):
        return route
    for other in routes:
        if other.environment != route.environment or other.pooler is None:
            continue
        twin = route.endpoint.twin.is_known and other.endpoint.host.value == (route.endpoint.twin.value or "").partition(":")[0]
        mine, its = route.server, other.server
        meets = mine is not None and its is not None and (mine.span, mine.symbol) == (its.span, its.symbol)
        if twin or meets:
            host = other.endpoint.host
            found = by_host(other.pooler.name, "pooled alternative", f"{other.client.call} reaches it as {host.value}", host)
            return replace(route, pooled_alternative=found)
    return route
