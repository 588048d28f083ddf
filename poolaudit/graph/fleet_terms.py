"""The summands of a fleet: what one client of one workload, or one pool of one pooler, can open.

In: routes. Out: `Term`s. A pool counts once for each process and copy; pools of a pooler once for each (database, user).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.arithmetic import plus, times
from poolaudit.graph.fleet import Term
from poolaudit.graph.kept_open import kept_open
from poolaudit.graph.own_program import processes_of
from poolaudit.graph.shared_caps import most_under_caps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.span import Span
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route
    from poolaudit.graph.workload import Workload

    _Pair = tuple[Span, object, object]
    """Pooler, database, user: they share one pool."""

ON_DEMAND: Setting[int] = Setting.derived(0, "", "opened on demand")
ONE: Setting[int] = Setting.derived(1, "", "a pooler is a single process")


def client_term(route: Route) -> Term:
    """What a client opens: its ceiling, and what its threads can reach, for each process and copy."""
    client, workload = route.client, route.workload
    ceiling = _ceiling(route)
    processes: Setting[int] = Setting.unresolved("nothing says how many processes run this code", client.span, "processes")
    replicas: Setting[int] = Setting.unresolved("nothing says how many copies run", client.span, "copies")
    reachable = ceiling
    rollout: Setting[int] = Setting.absent("copies")
    if workload is not None:
        processes = processes_of(workload, client.span.path)
        replicas = workload.replicas if workload.replicas.origin is not Origin.ABSENT else replicas
        rollout = workload.rollout
        threads = workload.threads
        if threads.is_known and threads.value is not None and ceiling.is_known and threads.value < (ceiling.value or 0):
            reachable = threads
    return Term(
        who=f"{workload.name}: {client.call}" if workload is not None else client.call,
        span=client.span,
        per_process=ceiling,
        reachable=reachable,
        floor=client.min_connections if client.min_connections.is_known and not _starts_on_demand(workload) else ON_DEMAND,
        processes=processes,
        replicas=replicas,
        total=total(ceiling, processes, replicas),
        rollout=rollout if rollout.origin is not Origin.ABSENT else replicas,
        kept=_kept(route, reachable),
    )


def _kept(route: Route, reachable: Setting[int]) -> Setting[int]:
    """What the client keeps for ever, as far as its threads can have opened it; copies that run for requests alone end."""
    if _starts_on_demand(route.workload):
        return ON_DEMAND
    kept = kept_open(route)
    threads = route.workload.threads if route.workload is not None else reachable
    bounds = [each for each in (threads, reachable) if each.is_known and kept.is_known and (each.value or 0) < (kept.value or 0)]
    return min(bounds, key=lambda each: each.value or 0, default=kept)


def _starts_on_demand(workload: Workload | None) -> bool:
    """Whether no copy runs without a request: what a function keeps, it keeps while there is traffic."""
    return workload is not None and bool(workload.platform)


def pooler_terms(routes: Iterable[Route]) -> tuple[Term, ...]:
    """What poolers open: one term for each pair of database and user that a route names, and for each that needs no client."""
    poolers: dict[_Pair, Pooler] = {}
    for route in routes:
        pooler = route.pooler
        if pooler is not None:
            poolers[pooler.span, pooler.pool_database.value, pooler.pool_user.value] = pooler
    pairs = _distinct(poolers)
    sizes = _capped({pair: _size(poolers[pair]) for pair in pairs}, poolers)
    filled: dict[_Pair, tuple[Pooler, Setting[int]]] = {
        (pooler.span, each.database, each.user): (pooler, each.connections)
        for pooler in poolers.values()
        for each in pooler.forced_pools
    }
    routed = [_pooler_term(pair, poolers[pair], sizes[pair], filled[pair][1] if pair in filled else ON_DEMAND) for pair in pairs]
    others = [pair for pair in filled if not any(_may_be(pair, each) for each in pairs)]
    return (*routed, *(_pooler_term(pair, filled[pair][0], filled[pair][1], filled[pair][1]) for pair in others))


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


def _distinct(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Pairs that are surely not the same: one whose database or user is not known may be any other of its pooler."""
    kept: list[_Pair] = []
    for pair in sorted(pairs, key=lambda each: each.count(None)):
        if not any(_may_be(pair, each) for each in kept):
            kept.append(pair)
    return kept


def _may_be(pair: _Pair, other: _Pair) -> bool:
    return all(None in (mine, its) or mine == its for mine, its in zip(pair, other, strict=True))


def _size(pooler: Pooler) -> Setting[int]:
    """Connections of one pool with its reserve; not known where a cap is not, which may be lower."""
    reserve = pooler.reserve_pool_size
    for cap in (pooler.max_db_connections, pooler.max_user_connections):
        if cap.origin is Origin.UNRESOLVED:
            return Setting.unresolved(cap.note, cap.span, cap.label)
    return plus(pooler.pool_size, reserve) if reserve.is_known and reserve.value else pooler.pool_size


def _capped(sizes: dict[_Pair, Setting[int]], poolers: dict[_Pair, Pooler]) -> dict[_Pair, Setting[int]]:
    """The sizes under `max_db_connections`, over the users of a database, and `max_user_connections`, over its databases."""
    capped = dict(sizes)
    for span in dict.fromkeys(pair[0] for pair in sizes):
        members = [pair for pair in sizes if pair[0] == span]
        if all(sizes[pair].is_known for pair in members):
            by_database = {pair[1]: cap for pair in members if (cap := poolers[pair].max_db_connections).value}
            by_user = {pair[2]: cap for pair in members if (cap := poolers[pair].max_user_connections).value}
            found = most_under_caps(
                {pair[1:]: sizes[pair].value or 0 for pair in members},
                {name: cap.value or 0 for name, cap in by_database.items()},
                {name: cap.value or 0 for name, cap in by_user.items()},
            )
            for pair in members:
                if found[pair[1:]] < (sizes[pair].value or 0):
                    cap = by_database.get(pair[1]) or by_user[pair[2]]
                    capped[pair] = cap.restated(found[pair[1:]])
    return capped


def _who(pair: _Pair, pooler: Pooler) -> str:
    """An empty user stands for all of them."""
    return f"{pooler.name} to {pair[1]}" if pair[2] == "" else f"{pooler.name} pool for {pair[1] or '?'} as {pair[2] or '?'}"


def _pooler_term(pair: _Pair, pooler: Pooler, size: Setting[int], floor: Setting[int]) -> Term:
    """One pool in each copy of the pooler: what it may open, whether or not its clients in the repository ask for as much."""
    return Term(
        who=_who(pair, pooler),
        span=pooler.span,
        per_process=size,
        reachable=size,
        floor=floor,
        processes=ONE,
        replicas=pooler.replicas,
        total=total(size, ONE, pooler.replicas),
        rollout=pooler.replicas,
        kept=ON_DEMAND,
    )
