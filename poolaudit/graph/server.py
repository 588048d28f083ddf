"""A database server as it runs: version and limits, from its file, command line, image, provider or declaration."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.facts.units import Bytes, Seconds


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
    configured: Setting[bool] = field(default_factory=Setting.absent)
    """Whether the tree shows how it is set up: a file of its own, or a command line that sets a timeout."""
    statement_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """As the server starts with it; 0 is none. The same for the other timeouts."""
    lock_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    deadlock_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    transaction_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    idle_in_transaction_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    idle_session_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    memory_limit: Setting[Bytes] = field(default_factory=Setting.absent)
    """Memory that its container may use."""
    work_mem: Setting[Bytes] = field(default_factory=Setting.absent)
    """Memory of one sort or hash; a query may use it several times."""
    memory_per_connection: Setting[Bytes] = field(default_factory=Setting.absent)
    """2 MiB for its process, and one `work_mem` where that is set."""
    memory_needed: Setting[Bytes] = field(default_factory=Setting.absent)
    """With all connections open: `shared_buffers` + `max_connections` × `memory_per_connection`."""
    cpus: Setting[float] = field(default_factory=Setting.absent)
    """CPUs that its container may use, or that the user declares."""
    bounds_idle_transactions: Setting[bool] = field(default_factory=Setting.absent)
    """Whether anything that the tree shows ends transactions that idle: the server, a role, a pooler or a client."""
