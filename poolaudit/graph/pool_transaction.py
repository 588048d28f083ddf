"""A transaction that is opened through a pool instead of through one connection of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class PoolTransaction:
    """A BEGIN that a pool sends over whichever of its connections is free, and gives that connection back."""

    span: Span
    """The BEGIN."""
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    receiver: str
    """The pool as written: `pool`, `this.db`."""
    call: str
    """The method that sends it: `query`."""
    library: str
    """Title of the client library: `node-postgres`."""
    engine: Setting[str]
    """Server family, `postgresql`; unresolved where the library has several and nothing says which."""
    lone_connection: Setting[bool]
    """Whether the pool never has more than one connection; unresolved where a pool's size is written and not known."""
    takes: Setting[str]
    """How the library hands out one connection, as code: `connect()`; absent where it has its own way to run a transaction."""
