"""Migrations that the program itself runs, with the connections that it opens anyway.

In: `MigrationCall`s, the routes of the clients. Out: a `Migration` for each connection string of its workload that it may use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.migration_calls import TOOLS
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_of, environment_name
from poolaudit.graph.migration import Migration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.migration_call import MigrationCall
    from poolaudit.graph.route import Route
    from poolaudit.graph.site import Site

_TOOLS = {each.name: each for each in TOOLS}


def code_migrations(site: Site, routes: Iterable[Route]) -> Iterator[Migration]:
    """Those of each call in each deployment that holds its code and has one connection string alone for the tool's clients."""
    routes = [each for each in routes if each.dsn is not None and each.workload is not None]
    for call in site.migration_calls:
        holding: dict[tuple[object, ...], list[Route]] = {}
        for route in routes:
            if _may_use(call, route, site):
                assert route.workload is not None  # noqa: S101  # as chosen above
                holding.setdefault((route.environment, route.workload.name, route.workload.span), []).append(route)
        for found in holding.values():
            if len({each.dsn.span for each in found if each.dsn is not None}) == 1:
                yield _migration(call, found[0])


def _may_use(call: MigrationCall, route: Route, site: Site) -> bool:
    tool = _TOOLS[call.tool]
    if route.workload is None or route.client.pool.library not in tool.clients:
        return False
    if tool.file and route.client.span.path.rpartition("/")[2] != tool.file:
        return False
    if call.environment and environment_name(call.environment) != environment_name(route.client.pool.environment):
        return False
    return site.images.covers(route.workload.deployment, call.span.path) is not None


def _migration(call: MigrationCall, route: Route) -> Migration:
    assert route.dsn is not None  # noqa: S101  # routes without one are left out
    assert route.workload is not None  # noqa: S101  # as above
    context = context_of(call.span.path)
    locks: Setting[bool] = call.session_locks
    known = _TOOLS[call.tool].session_locks
    if locks.origin is Origin.ABSENT and known is not None:
        locks = Setting(known, Origin.DERIVED, call.span, "session locks", call.tool)
    elif locks.origin is Origin.ABSENT:
        locks = Setting.unresolved(f"whether {call.tool} takes session locks depends on its version", call.span, "session locks")
    opening = Evidence(call.span, Origin.WRITTEN, f"{route.workload.name} runs {call.call}")
    return Migration(
        span=call.span,
        symbol=f"migration {route.workload.name} {call.tool}",
        context=context if context.value != "code" else route.context,
        trail=(opening, *route.trail),
        tool=call.tool,
        session_locks=locks,
        dsn=route.dsn,
        endpoint=route.endpoint,
        pooler=route.pooler,
    )
