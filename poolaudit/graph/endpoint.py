"""Where a connection string leads: host and port, seen as a service of the tree, a provider's endpoint or an unknown host."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.units import Seconds


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
    idle_close: Setting[Seconds] = field(default_factory=Setting.absent)
    """Time after which a provider is known to close connections that do nothing, or to stop the server behind them."""
    pooling: Setting[str] = field(default_factory=Setting.absent)
    """For the direct endpoint of a managed service: what the service offers for pooling, as a phrase: `RDS Proxy`."""
    ipv6_only: Setting[bool] = field(default_factory=Setting.absent)
    """Whether the host has no IPv4 address, unless its owner has added one, which no repository shows."""

    @property
    def by_socket(self) -> bool:
        """Whether it is a folder of sockets (`/cloudsql/project:region:name`): a program on this machine answers first."""
        return (self.host.value or "").startswith(("/", "@"))
