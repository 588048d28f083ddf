"""An alert on the use of connections: somebody watches a limit."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One alerting rule whose expression reads a metric of connections."""

    name: str
    """As written: `PostgresqlTooManyConnections`."""
    span: Span
    """The name."""
    expression: Setting[str]
    """The query that decides."""
    metrics: tuple[str, ...]
    """Metrics of connections in it, in the order of the catalog."""
    subject: str
    """What they measure: `postgresql`, `pgbouncer`, `mysql`, `hikaricp` …"""
    threshold: Setting[float] = field(default_factory=Setting.absent)
    """Usage, in percent of the limit, at which it fires; unresolved where the expression compares usage with something else,
    absent where it does not look at the usage."""
