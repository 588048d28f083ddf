"""Where a connection string leads: host and port, seen as a service of the tree, a provider's endpoint or an unknown host."""

from __future__ import annotations

from dataclasses import field

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address as clients see it."""

    host: Setting[str]
    port: Setting[int]
    """Port as written, else the engine's default."""
    provider: Setting[str]
    """Managed service: `neon`, `supabase`, `rds`; absent when it is none that we know."""
    kind: Setting[str]
    """`direct` (the server itself) or `pooled`; unresolved when unknown."""
    locality: Setting[str]
    """`local` (this machine or a socket), `internal` (a service beside it, a private name or address) or `remote`."""
    suspends: Setting[bool]
    """Whether the service stops idle servers, which cuts every connection."""
    drops_idle: Setting[bool]
    """Whether the service or the network in front of it is known to close or lose idle connections."""
    twin: Setting[str]
    """Host, with port where it differs, of the provider's other endpoint (pooled for direct, direct for pooled)
    when it follows from this one."""
    port_inside: Setting[int] = field(default_factory=Setting.absent)
    """Port of the workload of the same tree at which a connection arrives, after published ports and Services are followed;
    absent where the tree has no workload behind the host."""
