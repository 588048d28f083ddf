"""A client with everything known about it: constructor, connection string and library put together."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.facts.units import Seconds


@dataclass(frozen=True, slots=True)
class Client:
    """One pool, engine or connection as it behaves on one route."""

    pool: ClientPool
    """The fact that it rests on."""
    span: Span
    symbol: str
    context: Setting[str]
    """`code`, `test`, `example` or `docs`."""
    trail: tuple[Evidence, ...]
    library: str
    """Title of the client library: `asyncpg`, `SQLAlchemy`."""
    driver: str
    """Catalog name of the driver that talks to the server: `asyncpg`, `psycopg`; empty when unknown."""
    call: str
    """What opens it: `asyncpg.create_pool`."""
    kind: str
    """`pool`, `engine` or `connection`."""
    engine: str
    """Server family: `postgresql`; empty when unknown."""
    role: Setting[str]
    """`serving`, `worker`, `migration` or `script`; unresolved when nothing tells."""
    one_shot: bool
    """Whether it surely is a migration or a script that runs and ends."""
    pooling: Setting[bool]
    """Whether connections are kept and reused."""
    names_statements: Setting[bool]
    """Whether it sends statements with names that the server keeps: what breaks when the server connection changes."""
    statement_switch: Setting[str]
    """The setting that decides `names_statements`, as text: `statement_cache_size = 100`."""
    server_side_cursors: Setting[bool]
    """Whether ordinary use of the library opens cursors that outlive a transaction (Django's `iterator()`)."""
    max_connections: Setting[int]
    """Most connections that one process opens through it: pool and overflow; absent when unbounded."""
    min_connections: Setting[int]
    """Connections that one process keeps open without traffic."""
    unbounded: Setting[bool]
    """Whether it has no upper limit."""
    checks_liveness: Setting[bool]
    """Whether it tests connections before use, or replaces them early enough not to need it."""
    idle_timeout: Setting[Seconds]
    max_lifetime: Setting[Seconds]
    acquire_timeout: Setting[Seconds]
    connect_timeout: Setting[Seconds]
    resets_sessions: Setting[bool] = field(default_factory=Setting.absent)
    """Whether its pool clears the session of a connection that comes back to it (`DISCARD ALL`); absent where nothing says so."""
    keeps_idle: Setting[Seconds] = field(default_factory=Setting.absent)
    """The longest time for which a connection lies unused in its pool: by age or idle timeout; absent where nothing ends it."""
    statement_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Limit for one statement that it asks for."""
    language: str = ""
    """Programming language of the library: `python`."""
    minimum_above: str = ""
    """What its pool does with a minimum above its maximum: `refused`, `lowered`; empty when not known."""
    single: bool = False
    """Whether its class of pools has one connection for everybody (SQLAlchemy's StaticPool), for which nobody waits."""
    private: bool = False
    """Whether surely nothing but the function that opens it uses it, so that threads never share it."""
