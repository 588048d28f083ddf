"""Adds up who meets at one server or pooler: demand against limit, each term kept.

In: routes and running poolers. Out: `Fleet`s. The formula: pools × processes × replicas over clients, (pool + reserve) × pairs × copies over poolers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.fleet import Fleet, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route
    from poolaudit.graph.server import Server

ONE: Setting[int] = Setting.default(1, "processes", "a single process")


def sum_fleets(routes: Iterable[Route]) -> tuple[Fleet, ...]:
    """One fleet for each limit and environment, sorted by place."""
    direct: dict[tuple[object, str], list[Route]] = {}
    pooled: dict[tuple[object, str], list[Route]] = {}
    for route in routes:
        if route.context.value != "code" or route.client.role.value in ("migration", "script"):
            continue
        if route.server is not None:
            direct.setdefault((route.server.span, route.environment), []).append(route)
        if route.pooler is not None:
            pooled.setdefault((route.pooler.symbol, route.environment), []).append(route)
    fleets = [_at_server(members, environment) for (_, environment), members in direct.items()]
    fleets += [_at_pooler(members, environment) for (_, environment), members in pooled.items()]
    return tuple(sorted((each for each in fleets if each is not None), key=lambda each: (each.span, each.at, each.environment)))


def _at_server(routes: list[Route], environment: str) -> Fleet | None:
    server = routes[0].server
    assert server is not None  # noqa: S101  # grouped by it
    straight = [_client_term(route) for route in routes if route.pooler is None]
    through = _pooler_terms([route for route in routes if route.pooler is not None])
    terms = (*straight, *through)
    if not terms:
        return None
    kind = "both" if straight and through else "poolers" if through else "clients"
    return _fleet(
        "server", server.name, environment, terms, server, None, kind, server.usable_connections, server.trail, server.context
    )


def _at_pooler(routes: list[Route], environment: str) -> Fleet | None:
    pooler = routes[0].pooler
    assert pooler is not None  # noqa: S101  # grouped by it
    terms = tuple(_client_term(route) for route in routes)
    limit = _times(pooler.max_client_connections, pooler.replicas, "max_client_conn × replicas")
    return _fleet("pooler", pooler.name, environment, terms, None, pooler, "clients", limit, pooler.trail, pooler.context)


def _client_term(route: Route) -> Term:
    client, workload = route.client, route.workload
    ceiling = client.max_connections
    pooling = client.pooling
    if client.kind == "connection" or (pooling.is_known and not pooling.value):
        ceiling = (
            workload.threads
            if workload is not None and workload.threads.is_known
            else Setting.default(1, "connections", "no pool: one at a time")
        )
    elif client.unbounded.is_known and client.unbounded.value:
        ceiling = Setting.unresolved(f"{client.call} has no upper limit", client.span, "ceiling")
    elif not ceiling.is_known and not ceiling.note:
        ceiling = Setting.unresolved(f"the size of {client.call} is not known", client.span, "ceiling")
    processes = (
        workload.processes
        if workload is not None
        else Setting.unresolved("nothing says how many processes run this code", client.span, "processes")
    )
    replicas = (
        workload.replicas
        if workload is not None
        else Setting.unresolved("nothing says how many copies run", client.span, "replicas")
    )
    reachable = ceiling
    if workload is not None and workload.threads.is_known and ceiling.is_known:
        least = min(ceiling.value or 0, workload.threads.value or 0)
        reachable = Setting.derived(least, "reachable", f"at most one per thread: {least}", ceiling, workload.threads)
    floor = client.min_connections if client.min_connections.is_known else Setting.default(0, "minimum", "opened on demand")
    who = f"{workload.name}: {client.call}" if workload is not None else client.call
    total = _times(_times(ceiling, processes, ""), replicas, who)
    return Term(who, client.span, ceiling, reachable, floor, processes, replicas, total)


def _pooler_terms(routes: list[Route]) -> tuple[Term, ...]:
    """One term for each (pooler, database, user): they share one pool there."""
    terms: dict[tuple[str, object, object], Term] = {}
    capped: dict[tuple[str, object], Pooler] = {}
    for route in routes:
        pooler = route.pooler
        if pooler is None or route.dsn is None:
            continue
        database, user = route.dsn.database.value, route.dsn.user.value
        key = (pooler.symbol, database, user)
        if key in terms:
            continue
        reserve = pooler.reserve_pool_size
        size = pooler.pool_size
        if reserve.is_known and reserve.value:
            size = _plus(size, reserve)
        terms[key] = Term(
            f"{pooler.name}: {database or '?'} as {user or '?'}", pooler.span, size, size, Setting.default(0, "minimum", "opened on demand"),
            ONE, pooler.replicas, _times(size, pooler.replicas, "pool × replicas"),
        )  # fmt: skip
        capped[(pooler.symbol, database)] = pooler
    return tuple(_with_cap(key, term, terms, capped) for key, term in terms.items())


def _with_cap(
    key: tuple[str, object, object],
    term: Term,
    terms: dict[tuple[str, object, object], Term],
    capped: dict[tuple[str, object], Pooler],
) -> Term:
    """A database's `max_db_connections` bounds the sum of its users' pools; the first of them carries the cap, the others nothing."""
    pooler = capped[key[:2]]
    cap = pooler.max_db_connections
    if not cap.is_known or not cap.value:
        return term
    same = [other for other in terms if other[:2] == key[:2]]
    total = sum(terms[other].per_process.value or 0 for other in same)
    if total <= cap.value or not term.per_process.is_known:
        return term
    bounded = cap.value if same[0] == key else 0
    per = Setting.derived(bounded, "max_db_connections", f"max_db_connections = {cap.value}", cap)
    return replace(term, per_process=per, reachable=per, total=_times(per, pooler.replicas, "cap × replicas"))


def _fleet(
    at: str, name: str, environment: str, terms: tuple[Term, ...], server: Server | None, pooler: Pooler | None, through: str,
    limit: Setting[int], trail: tuple[Evidence, ...], context: Setting[str],
) -> Fleet:  # fmt: skip
    demand = _sum([term.total for term in terms], "demand")
    reachable = _sum([_times(_times(term.reachable, term.processes, ""), term.replicas, term.who) for term in terms], "reachable")
    floor = _sum([_times(_times(term.floor, term.processes, ""), term.replicas, term.who) for term in terms], "floor")
    steps = tuple(Evidence(term.span, Origin.DERIVED, f"{term.who}: {_product(term)}") for term in terms)
    primary = max(terms, key=lambda term: term.total.value or 0).span
    return Fleet(
        primary, f"fleet at {at} {name}", context, (*steps, *trail), at, name, environment, terms, server, pooler, through,
        demand, reachable, floor, limit, _derivation(terms, demand, limit),
    )  # fmt: skip


def _product(term: Term) -> str:
    factors = [_shown(each) for each in (term.per_process, term.processes, term.replicas)]
    return " × ".join(factors) + f" = {_shown(term.total)}"


def _derivation(terms: tuple[Term, ...], demand: Setting[int], limit: Setting[int]) -> str:
    products = " + ".join(
        " × ".join(_shown(each) for each in (term.per_process, term.processes, term.replicas)) for term in terms
    )
    return f"{products} = {_shown(demand)} of {_shown(limit)}"


def _shown(setting: Setting[int]) -> str:
    return str(setting.value) if setting.is_known else "?"


def _times(one: Setting[int], other: Setting[int], label: str) -> Setting[int]:
    for each in (one, other):
        if not each.is_known or each.value is None:
            return Setting.unresolved(each.note or f"{each.label or 'a factor'} is not known", each.span, label or each.label)
    return Setting.derived((one.value or 0) * (other.value or 0), label, f"{one.value} × {other.value}", one, other)


def _plus(one: Setting[int], other: Setting[int]) -> Setting[int]:
    if not one.is_known or one.value is None:
        return one
    return Setting.derived(one.value + (other.value or 0), "pool size + reserve", f"{one.value} + {other.value}", one, other)


def _sum(settings: list[Setting[int]], label: str) -> Setting[int]:
    unknown = next((each for each in settings if not each.is_known), None)
    if unknown is not None:
        return Setting.unresolved(unknown.note, unknown.span, label)
    return Setting.derived(
        sum(each.value or 0 for each in settings), label, " + ".join(str(each.value) for each in settings), *settings
    )
