"""Go's database/sql and what is built on it: a pool without a limit above any driver."""

from __future__ import annotations

from poolaudit.catalog import go_drivers
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Unit

PARAMETERS = (
    Parameter("SetMaxOpenConns", "max_size", defaults=(Default(0),), unlimited=(0, -1)),
    Parameter("SetMaxIdleConns", ""),
    Parameter("SetConnMaxLifetime", "max_lifetime", Unit.NANOS, (Default(0),), disabled=(0, -1)),
    Parameter("SetConnMaxIdleTime", "idle_timeout", Unit.NANOS, (Default(0),), disabled=(0, -1)),
)
SETTERS = tuple((each.name, each.name) for each in PARAMETERS)
_PGX = ("github.com/jackc/pgx/v5", "github.com/jackc/pgx/v4")


def _by_name(callees: tuple[str, ...], overload: tuple[str, ...]) -> Constructor:
    return Constructor(
        callees=callees,
        kind="pool",
        overloads=(overload,),
        dsn_keywords=("dataSourceName",),
        driver_argument="driverName",
        parameters=PARAMETERS,
        driver_arguments="**",
        setters=SETTERS,
        fixed_pooling=True,
    )


CLIENT = Client(
    name="database_sql",
    title="database/sql",
    language="go",
    engines=("postgresql", "mysql", "sqlite"),
    packages=(),
    prepares=Prepares.DRIVER,
    triggers=("database/sql", "jmoiron/sqlx", "pgx/v5/stdlib", "pgx/v4/stdlib", "ent/dialect/sql"),
    constructors=(
        _by_name(
            (
                "database/sql.Open",
                "github.com/jmoiron/sqlx.Open",
                "github.com/jmoiron/sqlx.Connect",
                "github.com/jmoiron/sqlx.MustConnect",
                "github.com/jmoiron/sqlx.MustOpen",
                "entgo.io/ent/dialect/sql.Open",
                "github.com/XSAM/otelsql.Open",
                "go.nhat.io/otelsql.Open",
            ),
            ("driverName", "dataSourceName"),
        ),
        _by_name(("github.com/jmoiron/sqlx.ConnectContext",), ("", "driverName", "dataSourceName")),
        Constructor(
            callees=("database/sql.OpenDB", *(f"{root}/stdlib.OpenDB" for root in _PGX)),
            kind="pool",
            openers=(
                *((f"{root}.ParseConfig", ("dataSourceName",)) for root in _PGX),
                ("github.com/lib/pq.NewConnector", ("dataSourceName",)),
                ("github.com/go-sql-driver/mysql.NewConnector", ()),
                ("github.com/uptrace/bun/driver/pgdriver.NewConnector", ("dataSourceName",)),
                ("github.com/uptrace/bun/driver/pgdriver.WithDSN", ("dataSourceName",)),
            ),
            driver_argument="opener",
            dsn_keywords=("dataSourceName",),
            needs=("dataSourceName",),
            parameters=PARAMETERS,
            driver_arguments="**",
            setters=SETTERS,
            fixed_pooling=True,
        ),
    ),
    dialects=(
        ("postgres", "lib_pq"),
        ("cloudsqlpostgres", "pgx"),
        ("pgx", "pgx"),
        ("pgx/v5", "pgx"),
        ("mysql", "go_mysql"),
        ("ent.dialect.Postgres", "lib_pq"),
        ("ent.dialect.MySQL", "go_mysql"),
        *((f"{root}.ParseConfig", "pgx") for root in _PGX),
        ("github.com/lib/pq.NewConnector", "lib_pq"),
        ("github.com/go-sql-driver/mysql.NewConnector", "go_mysql"),
        ("github.com/uptrace/bun/driver/pgdriver.NewConnector", "pgdriver"),
    ),
    layer_url_parameters=(
        ("pgx", go_drivers.PGX),
        ("lib_pq", go_drivers.LIB_PQ),
        ("go_mysql", go_drivers.GO_MYSQL),
    ),
    unknown_url_startup=True,
    notes=(
        "Nothing limits open connections until SetMaxOpenConns does; two idle ones are kept.",
        "SetConnMaxLifetime(300) is 300 nanoseconds; durations are products such as 5*time.Minute.",
        "The wait for a free connection is bounded by the context alone.",
    ),
    sources=go_drivers.SOURCES_SQL,
)
