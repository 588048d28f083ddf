"""A SQL statement that touches session state, as written in code or in a `.sql` file."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.client_pool import Scope
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class SqlUse:
    """One classified statement."""

    kind: str
    """`set`, `set-local`, `set-role`, `set-config`, `set-config-local`, `set-config-unknown` (its third argument decides, and
    is not known), `reset`, `listen`, `unlisten`, `notify`, `prepare`, `execute`, `deallocate`, `protocol-prepare` (by the
    driver, not in SQL), `declare-hold`, `declare`, `server-cursor` (a client's own: Django's `iterator()`), `fetch`, `close`,
    `advisory-lock`, `advisory-unlock`, `advisory-xact-lock`, `temp-table`, `temp-table-on-commit-drop`, `load`, `discard`,
    `begin`, `commit`, `rollback`, `savepoint`, `alter-set` (what sessions of a role or database start with), `mysql-set` (no
    PostgreSQL statement)."""
    subject: str
    """What it acts on, lower case: parameter, channel, table, statement or function name."""
    span: Span
    """The statement inside its string or file."""
    in_transaction: Setting[bool] = field(default_factory=Setting.absent)
    """Whether an explicit transaction surely surrounds it; unresolved when it cannot be told."""
    scope: Scope = field(default_factory=Scope)
    module: str = ""
    receiver: str = ""
    """Object that runs it, `self.pool` of `self.pool.execute(…)`; empty when unknown."""
    call: str = ""
    """Method or function that runs it: `execute`."""
    language: str = ""
    """`python`, `sql`, …"""
    origin: str = ""
    """Resolved name of that object, as `Call.callee` has it: `pg.Pool()`, `app.db.pool`; empty when unknown."""
    left_open: bool = False
    """For `begin`: nothing in the same text ends the transaction."""
    followed: bool = False
    """More stands behind it in the same text, which is sent with it."""
