"""A key that code hands to a client library: in the connection string, in the call, or in a mapping for the driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span
    from poolaudit.graph.client import Client
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route


@dataclass(frozen=True, slots=True)
class ConnectionKey:
    """One key that the library of a route surely does not take as it is meant."""

    span: Span
    """Its value."""
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    route: Route
    client: Client
    pooler: Pooler | None
    name: str
    """As written: `pgbouncer`."""
    written: Setting[str]
    """The key itself, at its value."""
    place: str
    """Where it is written, as a phrase: `the connection string`, `connect_args`, `the call`."""
    effect: str
    """`refused` (an exception), `sent` (to the server, which refuses what it does not know) or `ignored`."""
    error: str
    """What the user sees; for an ignored key what happens instead."""
    advice: str
    """What to do instead, as a phrase: `write max_size`."""
