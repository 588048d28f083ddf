"""A connection that code takes out of a pool and may not give back."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.client_pool import Scope

if TYPE_CHECKING:
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class ConnectionCheckout:
    """One call that takes a connection, in a function that gives it back unless something fails in between."""

    span: Span
    """The call."""
    origin: str
    """Resolved name of the object that is asked for it, as `Call.callee` has it: `pg.Pool()`, `app.db.pool`."""
    receiver: str
    """The object as written: `pool`."""
    call: str
    """The method: `connect`."""
    gives_back: str
    """The method that gives it back: `release`."""
    scope: Scope = field(default_factory=Scope)
    module: str = ""
    language: str = ""
