"""A connection taken out of a pool, and lost when something fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Checkout:
    """One call that takes a connection, in a function that gives it back unless something fails in between."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    library: str
    """Title of the client library: `node-postgres`."""
    receiver: str
    """The pool as written: `pool`."""
    call: str
    """The method that takes the connection: `connect`."""
    gives_back: str
    """The method that gives it back: `release`."""
    one_shot: bool
    """Whether its file surely is a migration, a script or a configuration file of a tool."""
