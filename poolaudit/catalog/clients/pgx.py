"""pgx and pgxpool: statements are named after their text and cached."""

from __future__ import annotations

from poolaudit.catalog import go_drivers
from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Unit

_MODES = tuple((f"QueryExecMode{name.title().replace('_', '')}", named) for name, named in go_drivers.MODES)
_TRIPS = tuple((f"QueryExecMode{name.title().replace('_', '')}", two) for name, two in go_drivers.TRIPS)


def _mode(prefix: str) -> tuple[Parameter, ...]:
    return (
        Parameter(f"{prefix}DefaultQueryExecMode", "named_statements", values=_MODES),
        Parameter(f"{prefix}DefaultQueryExecMode", "two_trips", values=_TRIPS),
        Parameter(f"{prefix}PreferSimpleProtocol", "named_statements", values=((True, False), (False, True))),
        Parameter(f"{prefix}StatementCacheCapacity", "statement_cache"),
        Parameter(f"{prefix}ConnectTimeout", "connect_timeout", Unit.NANOS, disabled=(0,)),
    )


_POOL = (
    Parameter("MaxConns", "max_size", varies="the larger of 4 and the number of CPUs"),
    Parameter("MinConns", "min_size", defaults=(Default(0),)),
    Parameter("MinIdleConns", ""),
    Parameter("MaxConnLifetime", "max_lifetime", Unit.NANOS, (Default("1h"),), spelled=True),
    Parameter("MaxConnIdleTime", "idle_timeout", Unit.NANOS, (Default("30m"),), spelled=True),
    Parameter("HealthCheckPeriod", ""),
    Parameter("AfterConnect", ""),
    Parameter("BeforeAcquire", "health_check", callable=True),
    *_mode("ConnConfig."),
    *go_drivers.PGX_POOL,
    *go_drivers.PGX,
)
_VERSIONS = ("github.com/jackc/pgx/v5", "github.com/jackc/pgx/v4", "github.com/jackc/pgx")


def _names(*names: str) -> tuple[str, ...]:
    return tuple(f"{root}{name}" for root in _VERSIONS for name in names)


CLIENT = Client(
    name="pgx",
    title="pgx",
    language="go",
    engines=("postgresql",),
    packages=("go:github.com/jackc/pgx/v5", "go:github.com/jackc/pgx/v4"),
    prepares=Prepares.NAMED,
    default_port=5432,
    triggers=("jackc/pgx",),
    constructors=(
        Constructor(
            callees=_names("/pgxpool.New", "/pgxpool.Connect"),
            kind="pool",
            driver="pgx",
            overloads=(("", "connString"),),
            dsn_keywords=("connString",),
            parameters=_POOL,
            startup_arguments=("ConnConfig.RuntimeParams",),
            fixed_pooling=True,
        ),
        Constructor(
            callees=_names("/pgxpool.ParseConfig"),
            kind="pool",
            driver="pgx",
            overloads=(("connString",),),
            dsn_keywords=("connString",),
            parameters=_POOL,
            startup_arguments=("ConnConfig.RuntimeParams",),
            fields=True,
            fixed_pooling=True,
        ),
        Constructor(
            callees=_names(".Connect", ".ConnectConfig"),
            kind="connection",
            driver="pgx",
            overloads=(("", "connString"),),
            openers=tuple((each, ("connString",)) for each in _names(".ParseConfig")),
            dsn_keywords=("connString",),
            parameters=(*_mode(""), *go_drivers.PGX),
            startup_arguments=("RuntimeParams",),
            fixed_pooling=False,
        ),
    ),
    driver_parameters=go_drivers.PGX,
    url_parameters=(*go_drivers.PGX, *go_drivers.PGX_POOL),
    unknown_url_startup=True,
    dsn_readers=(Default("net_url"), Default("pgx", "5.10.1")),
    prepares_off=(("", (Edit("?default_query_exec_mode", "exec"),)),),
    notes=(
        "Names are made of the statement's text since 5.5, so that all clients use the same ones.",
        "describe_exec takes two round trips on the unnamed statement and is never safe behind a transaction pooler.",
        "pool_* keys are pgxpool's own; pgx.Connect and database/sql send them to the server, which refuses them.",
        "Every unknown key of the connection string is sent as a run-time parameter.",
        "URLs are read by net/url up to 5.10.0; what comes after it reads them as libpq does, whose passwords end at the first @.",
        "pool_max_conns is the larger of 4 and the number of CPUs when it is not given.",
        "Acquire waits as long as its context allows.",
    ),
    sources=go_drivers.SOURCES_PGX,
)
