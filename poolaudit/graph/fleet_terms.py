"""The summands of a fleet: what one client of one workload, or one pool of one pooler, can open.

In: routes. Out: `Term`s. A pool counts once for each process and copy; pools of a pooler once for each (database, user).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting
from poolaudit.graph.arithmetic import plus, times
from poolaudit.graph.fleet import Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route

ON_DEMAND: Setting[int] = Setting.default(0, "minimum", "opened on demand")
ONE: Setting[int] = Setting.default(1, "processes", "a single process")
_Pair = tuple[str, object, object]
"""Pooler, database, user: they share one pool."""


def client_term(route: Route) -> Term:
    """What a client opens: its ceiling, and what its threads can reach, for each process and copy."""
    client, workload = route.client, route.workload
    ceiling = _ceiling(route)
    processes: Setting[int] = Setting.unresolved("nothing says how many processes run this code", client.span, "processes")
    replicas: Setting[int] = Setting.unresolved("nothing says how many copies run", client.span, "replicas")
    reachable = ceiling
    if workload is not None:
        processes, replicas = workload.processes, workload.replicas
        threads = workload.threads
        if threads.is_known and threads.value is not None and ceiling.is_known and threads.value < (ceiling.value or 0):
            reachable = threads
    floor = client.min_connections if client.min_connections.is_known else ON_DEMAND
    who = f"{workload.name}: {client.call}" if workload is not None else client.call
    return Term(who, client.span, ceiling, reachable, floor, processes, replicas, total(ceiling, processes, replicas))


def pooler_terms(routes: Iterable[Route]) -> tuple[Term, ...]:
    """What poolers open: one term for each pair of database and user that a route names."""
    terms: dict[_Pair, Term] = {}
    poolers: dict[_Pair, Pooler] = {}
    for route in routes:
        pooler = route.pooler
        if pooler is None or route.dsn is None:
            continue
        pair = (pooler.symbol, route.dsn.database.value, route.dsn.user.value)
        if pair in terms:
            continue
        reserve = pooler.reserve_pool_size
        size = plus(pooler.pool_size, reserve) if reserve.is_known and reserve.value else pooler.pool_size
        who = f"{pooler.name} pool for {pair[1] or '?'} as {pair[2] or '?'}"
        terms[pair] = Term(who, pooler.span, size, size, ON_DEMAND, ONE, pooler.replicas, total(size, ONE, pooler.replicas))
        poolers[pair] = pooler
    return tuple(_capped(pair, term, terms, poolers[pair]) for pair, term in terms.items())


def total(size: Setting[int], processes: Setting[int], replicas: Setting[int]) -> Setting[int]:
    """Size × processes × copies."""
    return times(times(size, processes), replicas)


def _ceiling(route: Route) -> Setting[int]:
    """Connections that one process may open through the client."""
    client, workload = route.client, route.workload
    if client.kind == "connection" or (client.pooling.is_known and not client.pooling.value):
        if workload is not None and workload.threads.is_known:
            return workload.threads
        return Setting.unresolved("without a pool, as many as are used at once", client.span, "connections")
    if client.unbounded.is_known and client.unbounded.value:
        return Setting.unresolved(f"{client.call} has no upper limit", client.span, "connections")
    if not client.max_connections.is_known and not client.max_connections.note:
        return Setting.unresolved(f"the size of {client.call} is not known", client.span, "connections")
    return client.max_connections


def _capped(pair: _Pair, term: Term, terms: dict[_Pair, Term], pooler: Pooler) -> Term:
    """`max_db_connections` bounds the sum over the users of a database: the first of them carries it, the others nothing."""
    cap = pooler.max_db_connections
    if not cap.is_known or not cap.value or not term.per_process.is_known:
        return term
    users = [other for other in terms if other[:2] == pair[:2]]
    if sum(terms[other].per_process.value or 0 for other in users) <= cap.value:
        return term
    size = cap if users[0] == pair else cap.restated(0)
    return replace(term, per_process=size, reachable=size, total=total(size, ONE, pooler.replicas))
