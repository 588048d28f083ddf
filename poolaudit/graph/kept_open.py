"""Connections that nothing ever closes. In: a route. Out: how many of them one process keeps once they were needed.

Counted is only what a library is known to keep: of another one, the number is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.idle_limits import CLOSES_ALL, KEEPS_FOR_THREAD, KEEPS_LEAST, KEEPS_SIZE, SESSION_TIMEOUT
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.graph.route import Route

_LABEL = "kept for ever"


def kept_open(route: Route) -> Setting[int]:
    """Connections of one process that neither its pool nor the other side ends; overflow is none of them."""
    pool = route.client.pool
    asked = next((value for name, value in pool.startup_parameters if name.lower() == SESSION_TIMEOUT), None)
    if asked is not None:
        return asked.restated(0) if asked.value != "0" else _kept(route)
    if route.closes_idle.value:
        return route.closes_idle.restated(0)
    if route.closes_idle.origin is Origin.UNRESOLVED:
        return Setting.unresolved(route.closes_idle.note, route.closes_idle.span, _LABEL)
    if (route.client.engine or (route.server.engine if route.server is not None else "")) != "postgresql":
        return Setting.unresolved("whether the server closes idle connections is not known", pool.span, _LABEL)
    return _kept(route)


def _kept(route: Route) -> Setting[int]:
    pool = route.client.pool
    if pool.library in KEEPS_FOR_THREAD and pool.kind == "connection" and pool.pooling.value:
        return _kept_by_threads(route)
    return _kept_in(pool)


def _kept_by_threads(route: Route) -> Setting[int]:
    """One connection for each thread, where nothing ends it."""
    pool, threads = route.client.pool, route.workload.threads if route.workload is not None else Setting[int].absent()
    if pool.max_lifetime.origin is not Origin.ABSENT:
        return pool.max_lifetime.restated(0)
    if not threads.is_known or threads.value is None:
        return Setting.unresolved(threads.note or "the number of threads is not known", pool.span, _LABEL)
    return Setting.derived(threads.value, _LABEL, "one for each thread", pool.pooling, threads)


def _kept_in(pool: ClientPool) -> Setting[int]:
    if pool.kind == "connection" or pool.pooling.value is False:
        return Setting.derived(0, "", "nothing is kept")
    if not pool.pooling.is_known or not pool.complete:
        return Setting.unresolved(pool.pooling.note or "some arguments could not be read", pool.span, _LABEL)
    if pool.library in KEEPS_LEAST:
        return pool.min_size
    ends = [each for each in (pool.max_lifetime, pool.idle_timeout) if each.origin is not Origin.ABSENT]
    if not ends:
        known = pool.library in KEEPS_SIZE
        return pool.max_size if known else Setting.unresolved("what its pool keeps is not known", pool.span, _LABEL)
    unknown = next((each for each in ends if not each.is_known), None)
    if unknown is not None:
        return Setting.unresolved(unknown.note, unknown.span, _LABEL)
    spares = pool.max_lifetime.origin is Origin.ABSENT and pool.library not in CLOSES_ALL
    return pool.min_size if spares and pool.min_size.origin is not Origin.ABSENT else ends[0].restated(0)
