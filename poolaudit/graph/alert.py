"""An alert on the use of connections, seen beside the others of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Alert:
    """One alerting rule."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    name: str
    """As written: `PostgresqlTooManyConnections`."""
    subject: str
    """What it watches: `postgresql`, `pgbouncer`, `mysql`, `hikaricp` …"""
    percent: Setting[float]
    """Usage, in percent of the limit, at which it fires; absent where it does not look at the usage."""
    earliest: Setting[float]
    """The lowest such usage among the alerts of the tree that watch the same; unresolved where one of them is not known."""
