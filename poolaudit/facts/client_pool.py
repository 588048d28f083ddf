"""A place in code or configuration that opens connections: a pool, an engine, a single connection."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span
    from poolaudit.facts.sql_use import SqlUse
    from poolaudit.facts.units import Seconds


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in a program a piece of code stands."""

    function: str = ""
    """Qualified name of the enclosing function, `Repo.connect`; empty at module level."""
    class_name: str = ""
    is_async: bool = False
    decorators: tuple[str, ...] = ()
    """Resolved dotted names of the decorators of the enclosing function."""
    assigned_to: str = ""
    """Name that the value is bound to: `engine`, `self.pool`; empty when it is not."""
    managed: bool = False
    """Opened by `with` / `using` / `async with`, so it is closed on every path."""


@dataclass(frozen=True, slots=True)
class ClientPool:
    """What one constructor call, or one block of settings, says about a client's connections.

    Each setting is what is written, else the library's default, else absent. Durations are seconds.
    """

    library: str
    """Catalog name of the client library: `asyncpg`, `sqlalchemy`, `django`."""
    kind: str
    """`pool`, `engine` (a pool behind an object of another name) or `connection` (no pooling)."""
    span: Span
    """The call or the settings block."""
    call: str
    """What opens it, as its manual names it: `asyncpg.create_pool`, `DATABASES['default']`."""
    dsn: Expression
    """The connection string, or its parts as `Items` with libpq's names (`host`, `port`, `user`, `password`, `dbname`,
    `sslmode` …) and, where written, `engine` (Django's ENGINE) or `scheme` (`drivername` of SQLAlchemy's `URL.create`)."""
    user: Expression | None = None
    """The name of the user where it is given beside a connection string that may name none."""
    scope: Scope = field(default_factory=Scope)
    module: str = ""
    """Dotted module of the file, `app.db`; empty where the language has none."""
    driver: str = ""
    """Catalog name of the driver underneath, when the call itself fixes it; empty when the DSN decides."""
    version: Setting[str] = field(default_factory=Setting.absent)
    """Version of the library that the repository pins."""
    min_size: Setting[int] = field(default_factory=Setting.absent)
    """Connections kept open without traffic."""
    max_size: Setting[int] = field(default_factory=Setting.absent)
    """Most connections kept by the pool, without overflow; see `unlimited`."""
    max_overflow: Setting[int] = field(default_factory=Setting.absent)
    """Connections allowed on top of `max_size`."""
    unlimited: Setting[bool] = field(default_factory=Setting.absent)
    """True when the settings remove the upper limit."""
    pooling: Setting[bool] = field(default_factory=Setting.absent)
    """False when each checkout opens and closes a connection (`NullPool`, `CONN_MAX_AGE = 0`)."""
    acquire_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Longest wait for a free connection."""
    connect_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Longest wait for a new connection to open."""
    idle_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Idle connections are closed after this time."""
    max_lifetime: Setting[Seconds] = field(default_factory=Setting.absent)
    """Connections are replaced after this age."""
    statement_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Limit for one statement, set by this client."""
    health_check: Setting[bool] = field(default_factory=Setting.absent)
    """Connections are tested before they are handed out."""
    keepalive: Setting[bool] = field(default_factory=Setting.absent)
    """TCP keepalives are switched on by this client."""
    statement_cache: Setting[int] = field(default_factory=Setting.absent)
    """Size of the driver's cache of prepared statements; 0 is off."""
    dialect_cache: Setting[int] = field(default_factory=Setting.absent)
    """Size of a second cache above the driver (`prepared_statement_cache_size` of SQLAlchemy's asyncpg dialect)."""
    longest_named: Setting[int] = field(default_factory=Setting.absent)
    """Characters of the longest statement that the driver keeps in its cache; a longer one gets no name. 0 is no limit."""
    server_side_binding: Setting[bool] = field(default_factory=Setting.absent)
    """False when the client puts parameters into the text of a statement itself, so that it has nothing to prepare."""
    keeps_session: Setting[bool] = field(default_factory=Setting.absent)
    """True when a connection comes back to the pool with its session as it is; False when the pool clears it (`DISCARD ALL`)."""
    prepare_threshold: Setting[int] = field(default_factory=Setting.absent)
    """Executions after which a statement is prepared; a known None is never."""
    named_statements: Setting[bool] = field(default_factory=Setting.absent)
    """A switch of the client that decides whether statements get names (`prepare: false`, `prepared_statements: true`)."""
    two_trips: Setting[bool] = field(default_factory=Setting.absent)
    """A switch that decides whether the unnamed statement is parsed and executed in separate round trips
    (`binary_parameters=yes`); absent where the catalog's `Prepares` alone tells."""
    unique_statement_names: Setting[bool] = field(default_factory=Setting.absent)
    """Statement names are made unique by a function, so they never collide."""
    server_side_cursors: Setting[bool] = field(default_factory=Setting.absent)
    """The client may declare cursors that outlive the transaction."""
    startup_parameters: tuple[tuple[str, Setting[str]], ...] = ()
    """Run-time parameters that the client sends when it connects: `server_settings`, `options`, JDBC extras.
    The note of each says how it is sent: `options`, `server_settings`, `connection string`, `keyword`."""
    arguments: tuple[tuple[str, Setting[object]], ...] = ()
    """Every argument by its written name, with the span of its value: what an edit may replace.
    Keys of a mapping argument are `outer.inner`, and `outer.*` (unresolved) stands for keys that could not be read;
    parameters of the connection string are `?name` once it is resolved."""
    complete: bool = True
    """False when some arguments could not be read (`**kwargs`), so a missing one proves nothing."""
    lookups: tuple[tuple[str, Expression], ...] = ()
    """Arguments that are not literal: name as in `arguments` → what to evaluate. Hand the value to
    `client_settings.resettle`."""
    dsn_reader: str = ""
    """What takes the connection string apart where the library does not: `dj_database_url`, `environ`."""
    environment: str = ""
    """Name that the file gives the environment in which it holds: a Spring profile, a section of database.yml, the middle of
    `appsettings.Production.json`; empty when it holds in every one."""
    on_request: bool = False
    """True where its file counts only for a program that is told to read it: by a variable (`CONFIG_PROP=config-pg.properties`)
    or by its command (`--spring.config.location=…`). There it replaces what other files say of the same pool."""
    initial: tuple[SqlUse, ...] = ()
    """Statements that each new connection runs first, where a parameter gives them."""
    from_settings: bool = False
    """True where a file only holds the connection string and code, which may not be read, opens the pool: of two pools with one
    connection string in one workload, the one of the code counts only if it adds settings of its own."""
    when: Expression | None = None
    """A condition without which the code does not open it: `CallResult("str.startswith", (url, "sqlite"))`; None where nothing
    is known of one."""
    one_of: Span | None = None
    """Where a function opens it that keeps what it has opened first: of all pools with the same place a process has one."""
    through: tuple[Span, ...] = ()
    """Where a function of the repository opens it, when `span` is a call of that function; the innermost opening comes last."""
