"""The shapes that catalog entries fill in: client libraries, poolers, providers, runtimes and servers.

Literals with a source and a date, no logic: what the world is like, one file per thing.
"""

from __future__ import annotations

from enum import Enum
from typing import Union

from poolaudit._records import dataclass

Value = Union[str, int, float, bool, None]


class Unit(str, Enum):
    """Unit in which a parameter is written; facts convert durations to seconds."""

    NONE = ""
    SECONDS = "s"
    MILLIS = "ms"
    NANOS = "ns"
    """A number without a unit where the language counts nanoseconds: Go's `time.Duration`."""
    SPELLED = "spelled"
    """Text that carries its unit (`30s`, `1h30m`, `PT30M`); a bare number other than 0 is refused."""
    BYTES = "B"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a fact was read."""

    url: str
    version: str
    """Version of the software or page that was read."""
    read: str
    """Date of reading, ISO."""
    verified: str = "source"
    """`source` (code or manual), `run` (observed on the real thing), `seen` (public files), `memory` (never decides alone)."""


@dataclass(frozen=True, slots=True)
class Default:
    """A default value from one release on."""

    value: Value
    since: str = ""
    """First release that has it; empty is from the beginning."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a client, under one spelling."""

    name: str
    """As written in the call, the URL query or the settings file."""
    field: str
    """Field of `ClientPool` that it fills; empty for a known parameter that fills none."""
    unit: Unit = Unit.NONE
    defaults: tuple[Default, ...] = ()
    """In release order; empty when the parameter has no default (the fact is then absent)."""
    unlimited: tuple[Value, ...] = ()
    """Values that remove the limit."""
    disabled: tuple[Value, ...] = ()
    """Values that switch the feature off, so that the field stays absent: `pool_recycle = -1`."""
    values: tuple[tuple[Value, Value], ...] = ()
    """Written values that stand for another one in the field: (written, meant)."""
    keeps_none: bool = False
    """None is a value of its own (`prepare_threshold=None`); otherwise it means that nothing was given."""
    callable: bool = False
    """The value is a function, and any but None switches the feature on: `check=ConnectionPool.check_connection`."""
    follows: str = ""
    """Field whose value this one takes when nothing is given: psycopg_pool's `max_size` follows `min_size`."""
    engines: tuple[str, ...] = ()
    """Server families that it works with; empty is every one of the library's."""
    varies: str = ""
    """What the default depends on where it is no fixed number: `twice the number of CPUs, plus one`."""
    spelled: bool = False
    """Text that carries its unit is understood as well; `unit` is that of a bare number: Quarkus' `5` and `5s`."""


@dataclass(frozen=True, slots=True)
class AddressPool:
    """A pool that a library takes for an address by itself, where nothing chooses one."""

    schemes: tuple[str, ...]
    class_name: str
    """As in `unpooled_classes`, `pool_classes` and `single_classes`."""
    in_memory: bool = False
    """Whether it is for databases in memory, or for those in files."""
    until: str = ""
    """First release that takes another one; empty for none."""
    calls: tuple[str, ...] = ()
    """Names of the constructor for which alone it holds; empty for all of them."""


@dataclass(frozen=True, slots=True)
class Constructor:
    """Something that opens connections: a function, a class, a method."""

    callees: tuple[str, ...]
    """Dotted names under which code can reach it, after imports are followed. `?.name` is a method of an object that is not known,
    `*.Name` a name that generated code of the repository has."""
    kind: str
    """`pool`, `engine` or `connection`."""
    dsn_position: int | None = None
    """Position of the connection string; None when it is only passed by name."""
    dsn_keywords: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    """Keywords that give the parts of a connection string: (`database`, `dbname`); values are libpq's names."""
    parameters: tuple[Parameter, ...] = ()
    driver_arguments: str = ""
    """Keyword whose mapping is handed to the driver: `connect_args`, `kwargs`; `**` when the keywords of the call itself are."""
    startup_arguments: tuple[str, ...] = ()
    """Keywords whose mapping is sent as run-time parameters: `server_settings`."""
    options_argument: str = ""
    """Keyword that holds libpq `options` text (`-c name=value`)."""
    pool_class: str = ""
    """Keyword that chooses the pool class: `poolclass`."""
    unpooled_classes: tuple[str, ...] = ()
    """Class names (last part) that mean no pooling: `NullPool`."""
    fixed_pooling: Value = None
    """True or False when the constructor itself decides whether there is a pool."""
    positions: tuple[str, ...] = ()
    """Names of its positional arguments in order, where more than the connection string is passed by position."""
    driver: str = ""
    """Catalog name of the driver, when the constructor fixes it."""
    pool_classes: tuple[str, ...] = ()
    """Class names (last part) that pool as usual: `QueuePool`."""
    single_classes: tuple[str, ...] = ()
    """Class names (last part) that share exactly one connection: `StaticPool`."""
    thread_classes: tuple[str, ...] = ()
    """Class names (last part) that keep one connection for each thread: `SingletonThreadPool`."""
    address_pools: tuple[AddressPool, ...] = ()
    """What it takes by itself for addresses that do not get the usual pool; the first that fits holds."""
    ready_pool: tuple[str, ...] = ()
    """Keywords that hand it a ready pool, so that it opens none itself: `connection_pool`."""
    factories: tuple[str, ...] = ()
    """Keywords whose value hides the connection string: a function that opens connections (`creator`), another file."""
    mapping: tuple[str, str] = ("", "")
    """Keyword (or first position) of a mapping that holds the arguments, and the default prefix of its keys:
    (`configuration`, `sqlalchemy.`)."""
    startup_keywords: tuple[str, ...] = ()
    """Keywords that are themselves sent as run-time parameters: `application_name` of libpq."""
    url_wins: bool = False
    """True when the query of the connection string beats the arguments of the call (redis-py)."""
    liveness_on: tuple[Edit, ...] = ()
    """As `Client.liveness_on`, where this constructor needs another edit."""
    objects: bool = False
    """Mappings passed by position hold named arguments: JavaScript's options, a struct, an object initializer."""
    overloads: tuple[tuple[str, ...], ...] = ()
    """Names of the positional arguments (mappings of `objects` apart) where their number decides; the longest list that they
    fill holds: `new Sequelize(url)` but `new Sequelize(database, user, password)`."""
    openers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Calls that stand for arguments when they are passed by position, with the names of their own: GORM's `postgres.Open(dsn)`.
    In Python, objects that only hold arguments: `engine_config=EngineConfig(pool_size=3)`."""
    holders: bool = False
    """Whether the openers are objects that setters, or steps of a builder, fill before they are passed, so that a position before
    the address may hold one that another function made: `new JedisPool(config, host, port)`."""
    discovers: str = ""
    """Why the server is not known however it is called, where it asks others for it."""
    setters: tuple[tuple[str, str], ...] = ()
    """Methods of what it returns, or further steps of a chain of builders, whose first argument is the argument of that name:
    (`setMaximumPoolSize`, `maximumPoolSize`)."""
    property_setters: tuple[tuple[str, str], ...] = ()
    """Methods that take a key and a value, and the mapping that holds it: (`addDataSourceProperty`, `dataSourceProperties`)."""
    fields: bool = False
    """Fields of what it returns are arguments: `config.MaxConns = 20`."""
    filled_by: tuple[str, ...] = ()
    """Decorators of the function around it that fill in what the code does not show: Spring's `ConfigurationProperties`."""
    driver_argument: str = ""
    """Argument whose value names the driver, by the library's `dialects`: `driverName` of Go's `sql.Open`."""
    unnamed_by: tuple[str, ...] = ()
    """Functions that, handed what it returns, send every statement without a name: Drizzle over postgres.js. A parameter that is
    called like the function says so in the fact."""
    dsn_environment: tuple[str, ...] = ()
    """Environment variables that give the connection string when the call does not: `POSTGRES_URL` of @vercel/postgres."""
    opener_environment: tuple[tuple[str, str, Value], ...] = ()
    """What one of `openers` takes from the environment: (variable, argument, value without it)."""
    environment: tuple[tuple[str, str], ...] = ()
    """Where a ready-made program is run as an image (`catalog.client_images`): (variable, parameter that it sets)."""
    blocks: tuple[str, ...] = ()
    """Blocks of settings files whose keys are its parameters, as `ClientPool.call` names them: `spring.datasource`. Several
    libraries may share one; the file says which it means."""
    needs: tuple[str, ...] = ()
    """Arguments of which one must be there for the call to be this constructor: for names that others use as well."""
    role: str = ""
    """What it is opened for whoever opens it: `migration`."""
    named_strings: str = ""
    """Section of configuration in which a text that is no connection string itself names one: `ConnectionStrings`."""


class Prepares(str, Enum):
    """What a driver does with statements by default, at protocol level."""

    NEVER = "never"
    UNNAMED = "unnamed"
    NAMED = "named"
    AFTER_THRESHOLD = "after-threshold"
    """Named from the n-th execution on; `prepare_threshold` None switches it off, 0 prepares at once."""
    TWO_TRIPS = "two-trips"
    """Unnamed, but parsed and executed in separate round trips."""
    DRIVER = "driver"
    """A layer above drivers: the driver decides."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that a fix makes: an argument set to a value."""

    argument: str
    """Keyword, or `outer.inner` for a key of a mapping argument: `connect_args.statement_cache_size`."""
    value: str
    """Source text of the value in the client's language: `0`, `None`, `True`."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client library: which calls open connections, with which parameters and defaults, and how it behaves."""

    name: str
    title: str
    """Name as its own documentation writes it."""
    language: str
    engines: tuple[str, ...]
    """Server families that it talks to: `postgresql`."""
    packages: tuple[str, ...]
    """`ecosystem:name` of its packages: `pypi:asyncpg`."""
    prepares: Prepares
    sources: tuple[Reference, ...]
    constructors: tuple[Constructor, ...] = ()
    dialects: tuple[tuple[str, str], ...] = ()
    """For layers above drivers: scheme of the connection string → catalog name of the driver."""
    dialects_since: tuple[tuple[str, str, str], ...] = ()
    """Schemes that a later release gives to another driver, or to none: (scheme, driver, first release)."""
    layer_parameters: tuple[tuple[str, tuple[Parameter, ...]], ...] = ()
    """For layers above drivers: what the layer itself takes out of the driver's arguments, per driver."""
    layer_url_parameters: tuple[tuple[str, tuple[Parameter, ...]], ...] = ()
    """What really reaches the driver from the query of the connection string through this layer, per driver
    (or per `ClientPool.dsn_reader`); a key that only raises an error is not listed."""
    url_startup: tuple[tuple[str, str], ...] = ()
    """Query keys that become run-time parameters of another name: (`currentSchema`, `search_path`)."""
    unknown_url_startup: bool = False
    """True when unknown query keys are sent as run-time parameters (asyncpg)."""
    url_parameters: tuple[Parameter, ...] = ()
    """Parameters that the library takes from the query of the connection string."""
    driver_parameters: tuple[Parameter, ...] = ()
    """Keywords of the driver's own connect function, as handed through by pools and engines."""
    default_port: int | None = None
    dsn_readers: tuple[Default, ...] = ()
    """Who takes its connection strings apart, by release, where that is not a reader of its own name (`net_url` of Go)."""
    startup_defaults: tuple[tuple[str, str, str], ...] = ()
    """Run-time parameters that it sends by itself: (name, value, first release that does not; empty for all)."""
    libpq: bool = False
    """True when connection strings are read by libpq, with its keywords and environment variables."""
    prepares_off: tuple[tuple[str, tuple[Edit, ...]], ...] = ()
    """How to stop it from naming statements, per caller: (catalog name of the caller or `""` for its own
    constructors, edits)."""
    liveness_on: tuple[Edit, ...] = ()
    """How to make it test connections before handing them out."""
    notes: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    """Literals of which one stands in every file that opens connections with it; empty is the first part of each callee."""
    minimum_above: str = ""
    """What its pool does with a minimum above its maximum: `refused` (an error when it is built), `lowered` (to the maximum);
    empty when not known."""
    folded_keys: bool = False
    """Keys of the connection string are compared without regard to case, and count without their blanks as well (ADO.NET)."""


@dataclass(frozen=True, slots=True)
class PoolerParameter:
    """A setting of a pooler's own file."""

    name: str
    type: str
    """`int`, `uint`, `bool`, `seconds`, `enum`, `text`, `list`, `sql`, `path`."""
    scopes: tuple[str, ...]
    """`global`, `database`, `user`, `peer`."""
    since: str
    defaults: tuple[Default, ...] = ()
    values: tuple[str, ...] = ()
    """Accepted words of an enum."""
    removed: str = ""
    """First release without it."""
    scope_since: tuple[tuple[str, str], ...] = ()
    """Scopes that came later than the parameter itself."""
    reloadable: bool = True
    values_since: tuple[tuple[str, str], ...] = ()
    """Words of an enum that came later than the parameter itself: (word, first release)."""
    platform: str = ""
    """`windows` for a parameter that only exists there; empty is every platform."""


@dataclass(frozen=True, slots=True)
class PoolerImage:
    """A container image of a pooler and what its entry point makes of the environment."""

    repositories: tuple[str, ...]
    """Image names without registry and tag: `edoburu/pgbouncer`."""
    port: int
    """Port that it listens on unless told otherwise."""
    config_path: str
    """Configuration file inside the image; a file mounted there replaces the generated one."""
    environment: tuple[tuple[str, str], ...]
    """Environment variable → setting of the configuration file, or one of `@url`, `@host`, `@port`, `@user`, `@database`, `@entry`
    (name of the database entry that clients ask for, where it is not `@database`), `@listen_port`."""
    any_setting: str = ""
    """Prefix with which every setting can be given: `PGBOUNCER_`; empty when only those listed are read."""
    settings: tuple[tuple[str, str], ...] = ()
    """Settings that the image writes by itself, different from the software's defaults."""
    mounted_file_wins: bool = True
    sources: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class PoolerSoftware:
    """A pooler: its settings, images and what it does with shared connections."""

    name: str
    title: str
    engine: str
    port: int
    current: str
    """Release assumed for an image without a version tag; findings that rest on it have lower confidence."""
    sharing_modes: tuple[str, ...]
    """Modes in which one server connection serves several clients in turn: `transaction`, `statement`."""
    parameters: tuple[PoolerParameter, ...]
    images: tuple[PoolerImage, ...]
    tracked_parameters: tuple[tuple[str, str], ...]
    """Run-time parameters restored per client: (name, first release)."""
    sources: tuple[Reference, ...]
    oldest: str = ""
    """Oldest release that is still met; with an unknown version, a parameter that came later may be missing."""
    routes_by_user: bool = False
    """True for one that sends a client to servers by its user, whichever database it asks for, and shares connections among all."""
    pins_sessions: bool = False
    """True for one that keeps a client on its connection once that holds session state, so that nothing leaks or is lost."""
    resets_settings: bool = False
    """True for one that takes every SET back (`RESET`) before a shared connection serves the next client: nothing leaks, but it is lost."""
    deallocate_all_since: str = ""
    """First release that forgets the statements it follows when a client sends DEALLOCATE ALL or DISCARD ALL; empty when not known."""
    fills_forced_pools_since: str = ""
    """First release that keeps `min_pool_size` connections for lines with a user even when no client asks; empty for none."""
    restores_empty_since: str = ""
    """First release that also restores a tracked parameter that is empty for a client; before it, the value of another client stays."""
    reads_options_since: str = ""
    """First release that looks for parameters inside of the startup parameter `options`; older ones take or refuse it as a whole."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A change of a connection string that leads to the other endpoint of the same database."""

    part: str
    """`host` or `port`."""
    find: str
    """Regular expression over the part; empty replaces the whole part."""
    replace: str


@dataclass(frozen=True, slots=True)
class ProviderEndpoint:
    """An endpoint of a managed service, recognised by its host name."""

    name: str
    """`neon-pooled`."""
    provider: str
    engine: str
    kind: str
    """`direct` or `pooled`; empty when the host and port do not tell."""
    host: str
    """Regular expression for the whole host name, without regard to case."""
    ports: tuple[int, ...] = ()
    """Ports that are this endpoint; empty is any. A DSN without a port has the engine's default port."""
    pooler: str = ""
    """Software behind a pooled endpoint: `pgbouncer`, `supavisor`, `rds-proxy`."""
    mode: str = ""
    """`session`, `transaction`, `statement`; empty when it is configurable or unknown."""
    tracks_statements: bool | None = None
    """Whether named statements work on it; None when unknown."""
    refuses_startup_parameters: bool | None = None
    idle_close: float | None = None
    """Seconds after which the service is known to close or suspend idle connections; None when unknown."""
    suspends: bool = False
    """True when the service stops idle servers (scale to zero), which cuts every connection."""
    to_pooled: tuple[Rewrite, ...] = ()
    to_direct: tuple[Rewrite, ...] = ()
    sources: tuple[Reference, ...] = ()
    pooling: str = ""
    """For a direct endpoint: what the provider offers for pooling, as a phrase, where `to_pooled` cannot tell its address."""
    ipv6_only: bool = False
    """True when the host has no IPv4 address unless its owner pays for one."""


@dataclass(frozen=True, slots=True)
class Flag:
    """An option of a command line."""

    names: tuple[str, ...]
    """Spellings: `-w`, `--workers`."""
    meaning: str
    """`processes`, `threads`, `worker_class`, `pool`, `app`, `preload`, `config_file`, `max_processes`."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """A program that turns one container into processes and threads, or a platform that multiplies functions."""

    name: str
    role: str
    """`server`, `worker`, `migration`, `scheduler`, `script`; `program` where its own code decides what it does;
    `service` for ready-made software whose makers say how to connect it (PostgREST advises against a pooler before it)."""
    programs: tuple[str, ...]
    """Command words that start it: `gunicorn`, `celery worker` (all words must stand in order)."""
    flags: tuple[Flag, ...] = ()
    processes: Default | None = None
    """Default number of processes; None when it depends on the machine."""
    threads: Default | None = None
    """Threads per process that can each hold a connection; None when there is no such bound (async)."""
    processes_env: tuple[str, ...] = ()
    """Environment variables that set the number of processes when no flag does: `WEB_CONCURRENCY`."""
    threads_env: tuple[str, ...] = ()
    """Environment variables that set the threads per process when nothing else does: `RAILS_MAX_THREADS`."""
    args_env: str = ""
    """Environment variable with more arguments, which lose to the command line: `GUNICORN_CMD_ARGS`."""
    config_file: str = ""
    """File that it reads without being told: `gunicorn.conf.py`."""
    config_endings: tuple[str, ...] = ()
    """Endings of arguments that are configuration files, where they need no option."""
    file_settings: tuple[tuple[str, str], ...] = ()
    """Settings of its configuration file, where that is code, with their meaning: (`workers`, `processes`)."""
    preloads: Default | None = None
    """Whether it loads the application first and forks its processes afterwards, unless options say otherwise; None for one
    whose processes each load it themselves."""
    fork_classes: tuple[str, ...] = ()
    """Worker or pool classes that fork, where only some do; empty for all."""
    module_names: tuple[str, ...] = ("{}",)
    """Modules that it loads for the one that it is given: Celery's `proj` may be `proj.celery`."""
    request_timeout: Default | None = None
    """Seconds after which it kills a process that is busy with one request, unless an option says otherwise; None without such
    a limit."""
    request_timeout_classes: tuple[str, ...] = ()
    """Worker classes for which that holds, with one thread; the first is the default."""
    extra_processes: int = 0
    """Processes beside the workers that also import the application."""
    dsn_environment: tuple[str, ...] = ()
    """Environment variables that a tool reads its connection string from, in order (migration tools)."""
    direct_environment: tuple[str, ...] = ()
    """Environment variables that take precedence where the tree sets them: the tool's own way round a pooler."""
    dsn_files: tuple[tuple[str, str], ...] = ()
    """Where its own files name the connection string, in order: (file, name of a `NamedValue` in it). Where one of them says it,
    no variable is guessed."""
    dsn_flags: tuple[str, ...] = ()
    """Options that carry its connection string: `-database`."""
    images: tuple[str, ...] = ()
    """Images whose entry point is this program: `migrate/migrate`."""
    library: str = ""
    """Client library, by catalog name, whose connections a migration tool uses as the application does: `rails`, `django`."""
    session_locks: bool | None = None
    """Whether a migration tool holds a session-level advisory lock while it runs; None when unknown."""
    lock_free_flags: tuple[str, ...] = ()
    """Options that make it run without that lock: `--no-lock`."""
    lock_free_environment: tuple[str, ...] = ()
    """Environment variables that make it run without that lock, whatever they hold apart from nothing and `0`."""
    dsn_variable_flags: tuple[str, ...] = ()
    """Options that name the variable of its connection string, in place of `dsn_environment`: `--database-url-var`."""
    threads_by_class: tuple[tuple[str, Value], ...] = ()
    """Worker or pool class → threads per process, None for no bound, `"processes"` when the number
    given for processes counts threads of one process instead (Celery `--pool=threads`)."""
    sources: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerParameter:
    """A parameter of a database server."""

    name: str
    type: str
    """`bool`, `integer`, `real`, `string`, `enum`."""
    unit: str = ""
    """Base unit: `ms`, `s`, `min`, `kB`, `8kB`, `MB`, `B`."""
    default: str = ""
    minimum: str = ""
    maximum: str = ""
    values: tuple[str, ...] = ()
    since: str = ""
    removed: str = ""
    """First release that was read without it."""


@dataclass(frozen=True, slots=True)
class ServerImage:
    """Container images of a server that read or set more than the server itself does."""

    repositories: tuple[str, ...]
    """Image names without registry and tag: `bitnami/mysql`."""
    sources: tuple[Reference, ...]
    environment: tuple[tuple[str, str], ...] = ()
    """Environment variable → parameter, or `@arguments` for more words of the server's command line."""
    settings: tuple[tuple[str, str], ...] = ()
    """What a file inside of the image sets, different from the server's defaults."""
    before: str = ""
    """First release whose image no longer sets it; empty for all of them."""


@dataclass(frozen=True, slots=True)
class Server:
    """A database server: parameters, defaults and images."""

    name: str
    title: str
    port: int
    parameters: tuple[ServerParameter, ...]
    images: tuple[str, ...]
    """Image names without registry and tag: `postgres`, `postgis/postgis`."""
    sources: tuple[Reference, ...]
    engine: str = ""
    """Family whose protocol and options it has, where that is not its own name: `mysql` of MariaDB."""
    programs: tuple[str, ...] = ()
    """Command words that start it: `postgres`."""
    clients: tuple[str, ...] = ()
    """Programs of its images that connect to a server somewhere else: `psql`."""
    reserved: tuple[str, ...] = ()
    """Parameters that count connections which ordinary users cannot have."""
    idle_limit: str = ""
    """Parameter after which it ends sessions that do nothing, where its timeouts are not PostgreSQL's; seconds."""
    option_files: tuple[str, ...] = ()
    """Files and folders inside of its images where it looks for options, all of which it reads; empty where its images read
    one file that the command line names."""
    variants: tuple[ServerImage, ...] = ()
