"""How long idle connections live, from both ends.

In: a client's pool, and what it meets on its way. Out: how long the client keeps them, how long the other side leaves them open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.idle_limits import CLOSES_ALL, WAIT_TIMEOUT
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.units import Seconds

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.graph.follow import Way

_MYSQL = "mysql"


def kept_idle(pool: ClientPool) -> Setting[Seconds]:
    """The longest time for which a connection lies unused in a pool; absent where nothing ends it.

    An idle timeout that leaves the smallest number of connections alone ends nothing for those.
    """
    spares = pool.library not in CLOSES_ALL and pool.min_size.value != 0 and pool.min_size.origin is not Origin.ABSENT
    written = [pool.max_lifetime] if spares else [pool.max_lifetime, pool.idle_timeout]
    ends = [each for each in written if each.origin is not Origin.ABSENT]
    unknown = next((each for each in ends if not each.is_known), None)
    if unknown is not None:
        return unknown
    return min(ends, key=lambda each: each.value or 0) if ends else Setting.absent("age")


def closed_idle(way: Way, engine: str) -> Setting[Seconds]:
    """The time after which the other side closes a connection that does nothing; absent where it surely waits for ever."""
    label = "closes idle connections after"
    direct = way.direct.value is True
    met = [way.endpoint.idle_close]
    met += [way.pooler.client_idle_timeout] if way.pooler is not None else []
    met += [way.server.idle_session_timeout] if way.server is not None and direct else []
    limits = [each for each in met if each.value]
    if limits:
        return min(limits, key=lambda each: each.value or 0)
    unset = way.server is None or way.server.idle_session_timeout.origin is not Origin.UNRESOLVED
    if engine == _MYSQL and direct and unset:
        return Setting.default(Seconds(WAIT_TIMEOUT), "wait_timeout", "default of MySQL", assumed=True)
    unknown = next((each for each in met if each.origin is Origin.UNRESOLVED), None)
    if unknown is not None:
        return Setting.unresolved(unknown.note, unknown.span, label)
    return Setting.absent(label) if way.direct.is_known else Setting.unresolved(way.direct.note, way.direct.span, label)
