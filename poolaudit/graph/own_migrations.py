"""Migrations that use the connections of the application itself: those of Rails and Django.

In: a tool, who starts it, the routes of the clients. Out: a `Migration` for each connection of its library in that workload.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.context import context_of
from poolaudit.graph.migration import Migration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.graph.read_commands import Started
    from poolaudit.graph.route import Route
    from poolaudit.graph.world import World

_SWITCH = "advisory_locks"
"""Rails' setting of a database that keeps migrations from taking a lock:
https://guides.rubyonrails.org/configuring.html#configuring-a-database (8.0)."""


def own_migrations(started: Started, opening: Evidence, world: World, routes: Iterable[Route]) -> tuple[Migration, ...]:
    """One for each connection string; () where the tool has a connection of its own, or no client of its library is known."""
    runtime, workload = started.runtime, world.workload
    if runtime.role != "migration" or not runtime.library or workload is None or opening.span is None:
        return ()
    context = context_of(opening.span.path)
    found: dict[Span | None, Migration] = {}
    for route in sorted(routes, key=lambda each: each.span):
        own = route.workload is not None and (route.workload.span, route.environment) == (workload.span, workload.environment)
        if route.dsn is None or not own or route.client.pool.library != runtime.library:
            continue
        if route.dsn.span not in found:
            found[route.dsn.span] = Migration(
                span=opening.span,
                symbol=f"migration {workload.name} {runtime.name}",
                context=context if context.value != "code" else route.context,
                trail=(opening, *route.trail),
                tool=runtime.name,
                session_locks=_locks(started, route, opening),
                dsn=route.dsn,
                endpoint=route.endpoint,
                pooler=route.pooler,
            )
    return tuple(found.values())


def _locks(started: Started, route: Route, opening: Evidence) -> Setting[bool]:
    runtime = started.runtime
    switch = dict(route.client.pool.arguments).get(_SWITCH)
    if switch is not None and runtime.session_locks:
        if not switch.is_known:
            return Setting.unresolved(switch.note, switch.span, "session locks")
        return Setting.derived(str(switch.value).lower() != "false", "session locks", runtime.name, switch)
    return Setting(runtime.session_locks, Origin.DERIVED, opening.span, "session locks", runtime.name)
