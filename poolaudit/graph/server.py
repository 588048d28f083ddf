"""A database server as it runs: version and limits, from its file, command line, image, provider or declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Server:
    """One database server."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    name: str
    """Service name or host."""
    engine: str
    version: Setting[str]
    max_connections: Setting[int]
    reserved_connections: Setting[int]
    """Slots that ordinary users cannot have: superuser_reserved_connections and reserved_connections."""
    usable_connections: Setting[int]
    """What is left for applications: `max_connections` less the reserved slots."""
