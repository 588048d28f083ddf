"""Which of the routes are told once? One pool may stand in settings and in code that opens what the settings hold.

In: the routes of all pools. Out: those that are pools of their own, and a key that puts them in order.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from poolaudit.graph.images import inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.graph.route import Route


def distinct(routes: Iterable[Route]) -> list[Route]:
    """Routes of one client in one environment and workload once for each connection string.

    Code that opens the connection string of a settings file and adds nothing to it is no client of its own; so is code whose
    connection string is not known, where settings of the same program hold one for its library.
    """
    routes = list(routes)
    told = {each for route in routes if route.client.pool.from_settings for each in _entries(route)}
    adding = {
        each for route in routes if not route.client.pool.from_settings and _adds(route.client.pool) for each in _entries(route)
    }
    held = {(*_program(route), route.client.pool.library) for route in routes if route.client.pool.from_settings}
    near = {(*_programs(route), route.client.pool.library) for route in routes if route.client.pool.from_settings}
    found = [
        route
        for route in routes
        if (
            adding.isdisjoint(_entries(route))
            if route.client.pool.from_settings
            else (told - adding).isdisjoint(_entries(route)) and not _opens_settings(route, held, near)
        )
    ]
    return list({order(route): route for route in reversed(found)}.values())


def order(route: Route) -> tuple[object, ...]:
    """By place; equal for routes that are the same."""
    name, place = (route.workload.name, route.workload.span) if route.workload is not None else ("", route.span)
    dsn = route.dsn.span if route.dsn else route.span
    return (route.span, route.environment, name, dsn, place, route.client.pool.through)


def _opens_settings(route: Route, held: set[tuple[object, ...]], near: set[tuple[object, ...]]) -> bool:
    """Whether code of a deployment opens what settings hold: those of its program, or, for shared code, of another one."""
    pool = route.client.pool
    if route.dsn is not None or route.workload is None or pool.kind == "connection" or _adds(pool):
        return False
    if (*_program(route), pool.library) in held:
        return True
    own = posixpath.dirname(route.workload.deployment.dockerfile)
    shared = bool(own) and not inside(route.span.path, own)
    return shared and (*_programs(route), pool.library) in near


def _program(route: Route) -> tuple[object, ...]:
    workload = route.workload
    return (route.environment, workload.name if workload is not None else "", workload.span if workload is not None else None)


def _programs(route: Route) -> tuple[object, ...]:
    """Equal for deployments of one manifest."""
    return (route.environment, route.workload.span.path if route.workload is not None else "")


def _adds(pool: ClientPool) -> bool:
    """Whether code gives the pool a setting beside its connection string."""
    string = pool.dsn.span if pool.dsn is not None else None
    return any(not name.startswith("?") and value.span != string for name, value in pool.arguments)


def _entries(route: Route) -> Iterator[tuple[object, ...]]:
    """Where the connection string stands, and for settings their entry, which a variable may replace; and who uses it.

    By line: name and value have places of their own.
    """
    workload = route.workload.name if route.workload is not None else ""
    places = [route.dsn.span] if route.dsn is not None else []
    places += [route.span] if route.client.pool.from_settings else []
    for at in places:
        yield (route.environment, workload, at.path, at.line)
