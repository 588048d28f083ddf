"""R2DBC's PostgreSQL driver: names statements with parameters, without a limit to the cache."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

OPTIONS = (
    Parameter("preparedStatementCacheQueries", "named_statements", defaults=(Default(-1),), values=((-1, True), ("-1", True))),
    Parameter("connectTimeout", "connect_timeout", Unit.SPELLED),
    Parameter("statementTimeout", ""),
    Parameter("lockWaitTimeout", ""),
    Parameter("schema", ""),
    Parameter("applicationName", ""),
    Parameter("options", ""),
    Parameter("tcpKeepAlive", "keepalive", defaults=(Default(value=False),)),
    Parameter("sslMode", ""),
)
_BUILDER = ("host", "port", "username", "password", "database", *(each.name for each in OPTIONS))

CLIENT = Client(
    name="r2dbc_postgresql",
    title="R2DBC PostgreSQL",
    language="java",
    engines=("postgresql",),
    packages=("maven:org.postgresql:r2dbc-postgresql", "maven:io.r2dbc:r2dbc-postgresql"),
    prepares=Prepares.NAMED,
    default_port=5432,
    triggers=("PostgresqlConnectionConfiguration", "r2dbc:"),
    constructors=(
        Constructor(
            callees=("io.r2dbc.postgresql.PostgresqlConnectionConfiguration.builder",),
            kind="connection",
            driver="r2dbc_postgresql",
            parts=(
                ("host", "host"),
                ("port", "port"),
                ("username", "user"),
                ("password", "password"),
                ("database", "dbname"),
            ),
            parameters=OPTIONS,
            setters=tuple((name, name) for name in _BUILDER),
            startup_arguments=("options",),
            fixed_pooling=False,
        ),
    ),
    driver_parameters=OPTIONS,
    url_parameters=OPTIONS,
    url_startup=(
        ("statementTimeout", "statement_timeout"),
        ("lockWaitTimeout", "lock_timeout"),
        ("schema", "search_path"),
    ),
    prepares_off=(
        ("", (Edit("preparedStatementCacheQueries", "0"),)),
        ("r2dbc_pool", (Edit("?preparedStatementCacheQueries", "0"),)),
    ),
    notes=(
        "extra_float_digits=2 is always sent when the connection opens, which PgBouncer refuses unless it is told to ignore it.",
        "statementTimeout, lockWaitTimeout and schema are sent as run-time parameters.",
    ),
    sources=(
        Reference(
            "https://github.com/pgjdbc/r2dbc-postgresql/blob/main/src/main/java/io/r2dbc/postgresql/PostgresqlConnectionConfiguration.java",
            "1.1.0",
            "2026-11-20",
        ),
    ),
)
