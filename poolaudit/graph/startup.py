"""What clients send when they connect, seen against what the pooler on the way accepts.

In: routes. Out: `StartupParameter`s of routes that lead through a pooler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.session_sql import COSMETIC_PARAMETERS
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.route import StartupParameter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.readers import Readers
    from poolaudit.graph.route import Route


def startup_parameters(routes: Iterable[Route], readers: Readers) -> tuple[StartupParameter, ...]:
    """Each run-time parameter on each route, from the call and from `options` of the connection string."""
    found: list[StartupParameter] = []
    for route in routes:
        if route.pooler is None or route.client.engine not in ("", "postgresql"):
            continue
        sent = [(name, value, value.note or "client") for name, value in route.client.pool.startup_parameters]
        if route.dsn is not None:
            options = route.dsn.parameter("options")
            sent += [(name, value, "options") for name, value in readers.option_parameters(options) if options.is_known]
        unique = {(name.lower(), value.span): (name, value, how) for name, value, how in sent}
        found += [_parameter(route, route.pooler, *each) for each in unique.values()]
    return tuple(found)


def _parameter(route: Route, pooler: Pooler, name: str, value: Setting[str], how: str) -> StartupParameter:
    lower = name.lower()
    span = value.span or route.span
    return StartupParameter(
        span=span,
        symbol=f"{route.symbol}:{lower}",
        context=route.context,
        trail=(Evidence(span, Origin.WRITTEN, f"{lower} is sent as a startup parameter"), *route.trail),
        route=route,
        client=route.client,
        pooler=pooler,
        name=lower,
        value=value,
        how=how,
        tracked=_tracked(pooler, lower, how),
        ignored=_ignored(pooler, lower, how),
        cosmetic=lower in COSMETIC_PARAMETERS,
    )


def _tracked(pooler: Pooler, name: str, how: str) -> Setting[bool]:
    listed = _listed(pooler.tracked_parameters, name, "tracked")
    reads = pooler.reads_options
    if how != "options" or reads.value or reads.origin is Origin.ABSENT or not listed.value:
        return listed
    return reads


def _ignored(pooler: Pooler, name: str, how: str) -> Setting[bool]:
    listed = _listed(pooler.ignored_parameters, name, "ignored")
    if how != "options":
        return listed
    whole = _listed(pooler.ignored_parameters, "options", "ignored")
    reads = pooler.reads_options
    if not listed.value or whole.value:
        return whole
    return listed if reads.value or reads.origin is Origin.ABSENT else reads


def _listed(names: Setting[tuple[str, ...]], name: str, label: str) -> Setting[bool]:
    if not names.is_known or names.value is None:
        return Setting.unresolved(names.note, names.span, label)
    return names.restated(name in names.value)
