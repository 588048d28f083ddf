"""A call with which code changes the schema of its database itself, at start or on demand."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.client_pool import Scope
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class MigrationCall:
    """One such call, or one block of settings that makes a framework do it."""

    tool: str
    """Catalog name: `ef-core`, `flyway`."""
    span: Span
    """The call, or the first key of the settings."""
    call: str
    """As its manual names it: `Database.MigrateAsync`."""
    session_locks: Setting[bool] = field(default_factory=Setting.absent)
    """Whether it holds session-level advisory locks while it runs; absent where nothing of the file decides it."""
    scope: Scope = field(default_factory=Scope)
    module: str = ""
    environment: str = ""
    """As `ClientPool.environment`."""
