"""GORM: opens database/sql's pool itself, above pgx or go-sql-driver/mysql."""

from __future__ import annotations

from poolaudit.catalog import go_drivers
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_POOL = (
    Parameter("SetMaxOpenConns", "max_size", defaults=(Default(0),), unlimited=(0, -1)),
    Parameter("SetMaxIdleConns", ""),
    Parameter("SetConnMaxLifetime", "max_lifetime", Unit.NANOS, (Default(0),), disabled=(0, -1)),
    Parameter("SetConnMaxIdleTime", "idle_timeout", Unit.NANOS, (Default(0),), disabled=(0, -1)),
)
_STATEMENTS = (
    Parameter("PrepareStmt", "named_statements", values=((False, None),)),
    Parameter("PreferSimpleProtocol", "named_statements", values=((True, False), (False, None))),
)
"""PrepareStmt brings names back even over the simple protocol."""

CLIENT = Client(
    name="gorm",
    title="GORM",
    language="go",
    engines=("postgresql", "mysql"),
    packages=("go:gorm.io/gorm",),
    prepares=Prepares.DRIVER,
    triggers=("gorm.io/gorm",),
    constructors=(
        Constructor(
            callees=("gorm.io/gorm.Open",),
            kind="engine",
            objects=True,
            overloads=(("dialector",),),
            openers=(
                ("gorm.io/driver/postgres.Open", ("DSN",)),
                ("gorm.io/driver/postgres.New", ()),
                ("gorm.io/driver/mysql.Open", ("DSN",)),
                ("gorm.io/driver/mysql.New", ()),
            ),
            driver_argument="opener",
            dsn_keywords=("DSN",),
            ready_pool=("Conn", "ConnPool"),
            needs=("DSN",),
            parameters=(*_STATEMENTS, *_POOL),
            driver_arguments="**",
            setters=tuple((each.name, each.name) for each in _POOL),
            fixed_pooling=True,
        ),
    ),
    dialects=(
        ("gorm.io/driver/postgres.Open", "pgx"),
        ("gorm.io/driver/postgres.New", "pgx"),
        ("gorm.io/driver/mysql.Open", "go_mysql"),
        ("gorm.io/driver/mysql.New", "go_mysql"),
    ),
    layer_url_parameters=(("pgx", go_drivers.PGX), ("go_mysql", go_drivers.GO_MYSQL)),
    unknown_url_startup=True,
    notes=(
        "Pool limits are set on what db.DB() returns.",
        "PrepareStmt: true names statements even with PreferSimpleProtocol: true.",
        "TimeZone of the connection string is sent as the run-time parameter timezone.",
    ),
    sources=(
        Reference("https://github.com/go-gorm/postgres/blob/master/postgres.go", "1.6.0", "2026-11-20"),
        Reference("https://gorm.io/docs/connecting_to_the_database.html", "1.30", "2026-11-20"),
    ),
)
