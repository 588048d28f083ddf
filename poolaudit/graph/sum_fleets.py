"""Adds up who meets at one server or pooler: demand against limit, each term kept.

In: routes. Out: `Fleet`s. Clients count pool × processes × copies, poolers (pool + reserve) × copies for each database and user.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.idle_limits import SESSION_TIMEOUT
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.arithmetic import times
from poolaudit.graph.arithmetic import total as added
from poolaudit.graph.fleet import Fleet
from poolaudit.graph.fleet_terms import client_term, pooler_terms, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.facts.sql_use import SqlUse
    from poolaudit.graph.fleet import Term
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route
    from poolaudit.graph.server import Server


def sum_fleets(routes: Iterable[Route], uses: Iterable[SqlUse] = ()) -> tuple[Fleet, ...]:
    """One fleet for each limit and environment, sorted by place; `uses` may set what a role's sessions start with."""
    at_server: dict[tuple[object, str], list[Route]] = {}
    at_pooler: dict[tuple[object, str], list[Route]] = {}
    for route in routes:
        if route.context.value != "code" or route.client.one_shot:
            continue
        if route.server is not None:
            at_server.setdefault((_which(route.server), route.environment), []).append(route)
        if route.pooler is not None:
            at_pooler.setdefault((_which(route.pooler), route.environment), []).append(route)
    fleets = [_worst(_of_server, members) for members in at_server.values()]
    fleets += [_worst(_of_pooler, members) for members in at_pooler.values()]
    ended = next((use for use in uses if use.subject == SESSION_TIMEOUT), None)
    if ended is not None:
        kept: Setting[int] = Setting.unresolved(f"a statement sets {SESSION_TIMEOUT}", ended.span, "kept for ever")
        fleets = [replace(fleet, kept=kept) for fleet in fleets]
    return tuple(sorted(fleets, key=lambda each: (each.span, each.at, each.environment)))


def _which(meeting: Server | Pooler) -> tuple[object, str]:
    """Which one it is: a module of Terraform that is called twice makes two at the same place."""
    return meeting.span, meeting.symbol


def _worst(of: Callable[[list[Route]], Fleet], routes: list[Route]) -> Fleet:
    """The fleet of what always runs together with the compose profile that asks for most; profiles are not added up."""
    profiles = sorted({profile for route in routes for profile in _profiles(route)})
    choices = [[route for route in routes if not _profiles(route) or profile in _profiles(route)] for profile in profiles]
    return max((of(choice) for choice in choices or [routes]), key=lambda fleet: fleet.demand.value or 0)


def _profiles(route: Route) -> tuple[str, ...]:
    return route.workload.deployment.profiles if route.workload is not None else ()


def _of_server(routes: list[Route]) -> Fleet:
    server = routes[0].server
    assert server is not None  # noqa: S101  # grouped by it
    straight = [client_term(route) for route in routes if route.pooler is None]
    through = pooler_terms(route for route in routes if route.pooler is not None)
    kind = "both" if straight and through else "poolers" if through else "clients"
    return _fleet("server", routes[0], (*straight, *through), kind, server.usable_connections)


def _of_pooler(routes: list[Route]) -> Fleet:
    pooler = routes[0].pooler
    assert pooler is not None  # noqa: S101  # grouped by it
    limit = times(pooler.max_client_connections, pooler.replicas)
    return _fleet("pooler", routes[0], tuple(client_term(route) for route in routes), "clients", limit)


def _fleet(at: str, route: Route, terms: tuple[Term, ...], through: str, limit: Setting[int]) -> Fleet:
    meeting = route.server if at == "server" else route.pooler
    assert meeting is not None  # noqa: S101  # the caller grouped by it
    primary = max(terms, key=lambda term: term.total.value or 0)
    demand = added([term.total for term in terms])
    reachable = added([total(term.reachable, term.processes, term.replicas) for term in terms])
    rollout = added([total(term.reachable, term.processes, term.rollout) for term in terms])
    floor = added([total(term.floor, term.processes, term.replicas) for term in terms])
    kept = added([total(term.kept, term.processes, term.replicas) for term in terms])
    return Fleet(
        span=primary.span,
        symbol=f"fleet at {at} {meeting.name}",
        context=meeting.context,
        trail=tuple(_step(term) for term in terms),
        at=at,
        name=meeting.name,
        environment=route.environment,
        terms=terms,
        server=route.server if at == "server" else None,
        pooler=route.pooler if at == "pooler" else None,
        through=through,
        demand=demand,
        reachable=reachable,
        floor=floor,
        limit=limit,
        rollout=rollout,
        kept=kept,
        derivation=_written_out(terms, lambda term: term.per_process, demand),
        reachable_derivation=_written_out(terms, lambda term: term.reachable, reachable),
        floor_derivation=_written_out(terms, lambda term: term.floor, floor),
        rollout_derivation=_written_out(terms, lambda term: term.reachable, rollout, lambda term: term.rollout),
        kept_derivation=_written_out(terms, lambda term: term.kept, kept),
    )


def _step(term: Term) -> Evidence:
    notes: list[str] = []
    if term.reachable.value != term.per_process.value:
        notes.append(f"of {_shown(term.per_process)}: one per thread")
    if term.floor.value:
        notes.append(f"{_shown(term.floor)} without traffic")
    sizes = f"{_shown(term.reachable)} per process" + (f" ({'; '.join(notes)})" if notes else "")
    processes, copies = _counted(term.processes, "process", "processes"), _counted(term.replicas, "copy", "copies")
    return Evidence(term.span, Origin.DERIVED, f"{term.who}: {sizes} × {processes} × {copies}")


def _counted(number: Setting[int], one: str, many: str) -> str:
    return f"{_shown(number)} {one if number.value == 1 else many}"


def _written_out(
    terms: tuple[Term, ...],
    size: Callable[[Term], Setting[int]],
    result: Setting[int],
    copies: Callable[[Term], Setting[int]] = lambda term: term.replicas,
) -> str:
    factors = [" × ".join(map(_shown, (size(term), term.processes, copies(term)))) for term in terms]
    return f"{' + '.join(factors)} = {_shown(result)}"


def _shown(setting: Setting[int]) -> str:
    return str(setting.value) if setting.is_known else "?"
