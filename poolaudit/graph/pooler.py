"""A pooler as it runs: software, version, file, image and environment put together, or a provider's pooled endpoint."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.pooler import PoolerConfig, PoolerProblem
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.facts.units import Seconds
    from poolaudit.graph.forced_pools import ForcedPool


@dataclass(frozen=True, slots=True)
class Pooler:
    """One pooler, seen from one of its database entries where a route leads through it."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    name: str
    """Title for messages: `PgBouncer`, `Neon's pooler`."""
    software: str
    """Catalog name: `pgbouncer`, `supavisor`, `rds-proxy`."""
    version: Setting[str]
    """Release that runs; absent when nothing pins it."""
    mode: Setting[str]
    """`session`, `transaction` or `statement`, for this entry."""
    shares_connections: Setting[bool]
    """Whether one server connection serves several clients in turn, whatever session state it holds (transaction and statement
    mode); False for a pooler that `pins_sessions`."""
    max_prepared: Setting[int]
    """`max_prepared_statements` in force; 0 means that named statements are not followed."""
    tracks_statements: Setting[bool]
    """Whether protocol-level named statements work although connections are shared."""
    ignored_parameters: Setting[tuple[str, ...]]
    """Startup parameters that it accepts and drops, lower case."""
    tracked_parameters: Setting[tuple[str, ...]]
    """Run-time parameters that it restores for each client, lower case."""
    refuses_unknown_parameters: Setting[bool]
    """Whether a startup parameter that is neither tracked nor ignored is refused."""
    listen_address: Setting[str]
    listen_port: Setting[int]
    published: Setting[bool]
    """Whether the deployment makes it reachable from outside its own network."""
    listens_beyond_loopback: Setting[bool]
    auth_type: Setting[str]
    pool_size: Setting[int]
    """Server connections per (database, user) pair for this entry, reserve not included."""
    reserve_pool_size: Setting[int]
    max_client_connections: Setting[int]
    max_db_connections: Setting[int]
    """Cap per database entry; 0 is none."""
    query_wait_timeout: Setting[Seconds]
    server_reset_query: Setting[str]
    replicas: Setting[int]
    """Processes of this pooler, each with its own pools."""
    config: PoolerConfig | None
    """The file that it reads; None for an image driven by its environment or a provider."""
    resets_always: Setting[bool] = field(default_factory=Setting.absent)
    """Whether it is told to run that query after each transaction too, in whichever mode."""
    max_user_connections: Setting[int] = field(default_factory=Setting.absent)
    """Cap per user over all databases; 0 is none."""
    pool_database: Setting[str] = field(default_factory=Setting.absent)
    """Name under which the client asks for its database; with `pool_user` it names the pool."""
    pool_user: Setting[str] = field(default_factory=Setting.absent)
    """User of the server connections: forced by the database entry, else the client's."""
    forced_pools: tuple[ForcedPool, ...] = ()
    """Pools to the same server that it keeps filled without any client."""
    watched: Setting[bool] = field(default_factory=Setting.absent)
    """Whether an alert of the tree looks at it; absent where the tree has no alert on connections at all."""
    client_idle_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Time after which it closes a client connection that does nothing; 0 is never."""
    idle_transaction_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Time after which it closes a client connection that idles in a transaction; 0 is never."""
    server_connect_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Time after which it gives up a connection to the server."""
    reads_options: Setting[bool] = field(default_factory=Setting.absent)
    """Whether it looks for parameters inside of `options`; one that does not takes or refuses `options` as a whole."""
    pins_sessions: Setting[bool] = field(default_factory=Setting.absent)
    """Whether it shares connections, but keeps a client on its own once that holds session state."""
    resets_settings: Setting[bool] = field(default_factory=Setting.absent)
    """Whether it takes every SET back before a shared connection serves the next client: nobody else sees it, and it is lost."""
    pinning_filters: Setting[str] = field(default_factory=Setting.absent)
    """What an RDS proxy is told not to pin for: `EXCLUDE_VARIABLE_SETS`."""
    server_family: Setting[str] = field(default_factory=Setting.absent)
    """Servers that a managed proxy is made for, lower case: `postgresql`, `mysql`."""
    server_share: Setting[int] = field(default_factory=Setting.absent)
    """Per cent of the server's max_connections that a managed proxy may open."""
    server_share_of_all: Setting[int] = field(default_factory=Setting.absent)
    """Sum of the shares of all proxies of the same folder that lead to the same server; only where there are several."""
    direct_clients: Setting[str] = field(default_factory=Setting.absent)
    """Workloads of the same folder whose variables name the server behind a managed proxy itself; only where there are any."""
    tier: Setting[str] = field(default_factory=Setting.absent)
    """Size of the managed server that runs it, as its manifest says: `B_Standard_B1ms`."""
    supported_by_tier: Setting[bool] = field(default_factory=Setting.absent)
    """Whether that size of server has a pooler at all."""
    restores_empty: Setting[bool] = field(default_factory=Setting.absent)
    """Whether a tracked parameter is also restored for a client that has none, as most have no `application_name`; absent when
    nothing is known about it."""
    understands_deallocate_all: Setting[bool] = field(default_factory=Setting.absent)
    """Whether it forgets the statements that it follows for a client when that sends DEALLOCATE ALL or DISCARD ALL."""


@dataclass(frozen=True, slots=True)
class PoolerFault:
    """Something in a pooler's file that the pooler itself refuses or misreads."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    problem: PoolerProblem
    pooler: Pooler | None
    """The pooler that reads this file, when the tree shows one."""
    kind: str
    """`unknown-parameter`, `bad-value`, `misread-value`, `syntax`, `bad-section`, `missing-section`, `repeated-section`."""
    key: str
    effect: str
    """What the pooler does with it, as a phrase."""
    fatal: Setting[bool]
    """Whether the pooler refuses to start; unresolved when the version decides and is unknown."""
    suggestion: Setting[str]
    """What was probably meant."""
