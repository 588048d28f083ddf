"""Everyone who meets at one pooler or server: demand against limit, with every term of the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.server import Server


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: what one client of one workload, or one pool of one pooler, can open."""

    who: str
    """`web: asyncpg.create_pool`, `pgbouncer: shop/app`."""
    span: Span
    per_process: Setting[int]
    """Connections that one process opens: the pool's ceiling."""
    reachable: Setting[int]
    """The same, bounded by the threads that can hold one."""
    floor: Setting[int]
    """Connections that it opens without traffic."""
    processes: Setting[int]
    replicas: Setting[int]
    total: Setting[int]
    """`per_process` × `processes` × `replicas`; absent when there is no upper bound."""
    rollout: Setting[int]
    """Copies while a new release replaces the old one; `replicas` where none overlap."""
    kept: Setting[int]
    """Connections of one process that nothing ever closes once they were opened; a pooler's count as none."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """The clients (or poolers) that share one limit, in one environment."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    at: str
    """`server` or `pooler`: whose limit it is."""
    name: str
    """Name of that server or pooler."""
    environment: str
    terms: tuple[Term, ...]
    server: Server | None
    pooler: Pooler | None
    through: str
    """For the limit of a server: `clients` when application pools reach it directly, `poolers` when pooler pools do,
    `both` when they share it."""
    demand: Setting[int]
    """Worst case: the sum of the terms; unresolved when a term is unknown."""
    reachable: Setting[int]
    """The worst case that the threads allow."""
    floor: Setting[int]
    """What is open without traffic."""
    limit: Setting[int]
    """Connections that applications may have there."""
    rollout: Setting[int]
    """As `reachable`, with the copies that a rolling update runs beside the old ones."""
    kept: Setting[int]
    """Connections that nothing ever closes once they were needed, at any layer that the tree shows."""
    derivation: str
    """The sum written out, so that a reader can check it by hand: `15 × 4 × 1 + 10 × 2 × 1 = 80` (size × processes × copies)."""
    reachable_derivation: str
    """The same for `reachable`."""
    floor_derivation: str
    """The same for `floor`."""
    rollout_derivation: str
    """The same for `rollout`."""
    kept_derivation: str
    """The same for `kept`."""
