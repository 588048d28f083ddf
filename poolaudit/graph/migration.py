"""A migration tool that a deployment runs, on its way to the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span
    from poolaudit.graph.endpoint import Endpoint
    from poolaudit.graph.pooler import Pooler


@dataclass(frozen=True, slots=True)
class Migration:
    """One tool in one environment."""

    span: Span
    """The command that starts it."""
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    tool: str
    """Catalog name: `golang-migrate`, `prisma-migrate`."""
    session_locks: Setting[bool]
    """Whether it holds session-level advisory locks while it runs."""
    dsn: Dsn
    endpoint: Endpoint
    pooler: Pooler | None
