"""Parameters of the connection strings of Go's database drivers, shared by the pools above them."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Parameter, Reference, Unit

MODES = (
    ("cache_statement", True),
    ("cache_describe", False),
    ("describe_exec", False),
    ("exec", False),
    ("simple_protocol", False),
)
"""pgx's query modes: whether the statement gets a name."""
TRIPS = tuple((mode, mode == "describe_exec") for mode, _ in MODES)
"""pgx's query modes: whether every use takes two round trips (`cache_describe` does at the first use only)."""

PGX = (
    Parameter("default_query_exec_mode", "named_statements", values=MODES),
    Parameter("default_query_exec_mode", "two_trips", values=TRIPS),
    Parameter("statement_cache_capacity", "statement_cache", defaults=(Default(512),)),
    Parameter("description_cache_capacity", ""),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, disabled=(0,)),
    *(
        Parameter(name, "")
        for name in (
            "host",
            "port",
            "dbname",
            "database",
            "user",
            "password",
            "passfile",
            "service",
            "servicefile",
            "sslmode",
            "sslkey",
            "sslcert",
            "sslrootcert",
            "sslpassword",
            "sslsni",
            "sslnegotiation",
            "krbspn",
            "krbsrvname",
            "target_session_attrs",
            "min_read_buffer_size",
            "channel_binding",
            "min_protocol_version",
            "max_protocol_version",
        )
    ),
)

PGX_POOL = (
    Parameter("pool_max_conns", "max_size"),
    Parameter("pool_min_conns", "min_size", defaults=(Default(0),)),
    Parameter("pool_min_idle_conns", ""),
    Parameter("pool_max_conn_lifetime", "max_lifetime", Unit.SPELLED, (Default("1h"),)),
    Parameter("pool_max_conn_lifetime_jitter", ""),
    Parameter("pool_max_conn_idle_time", "idle_timeout", Unit.SPELLED, (Default("30m"),)),
    Parameter("pool_health_check_period", ""),
    Parameter("pool_ping_timeout", ""),
)
"""Keys that pgxpool takes out; anywhere else they are sent to the server."""

LIB_PQ = (
    Parameter("binary_parameters", "two_trips", values=(("yes", False), ("no", True)), defaults=(Default("no"),)),
    Parameter("disable_prepared_binary_result", ""),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, (Default(0),), disabled=(0,)),
    Parameter("options", ""),
    Parameter("application_name", ""),
    *(
        Parameter(name, "")
        for name in (
            "host",
            "hostaddr",
            "port",
            "dbname",
            "user",
            "password",
            "passfile",
            "service",
            "sslmode",
            "sslcert",
            "sslkey",
            "sslrootcert",
            "sslinline",
            "sslsni",
            "sslnegotiation",
            "krbsrvname",
            "krbspn",
            "fallback_application_name",
            "target_session_attrs",
            "load_balance_hosts",
        )
    ),
)

GO_MYSQL = (
    Parameter("interpolateParams", "named_statements", values=(("true", False), ("false", True)), defaults=(Default("false"),)),
    Parameter("timeout", "connect_timeout", Unit.SPELLED),
    Parameter("readTimeout", "statement_timeout", Unit.SPELLED),
    Parameter("checkConnLiveness", "health_check", defaults=(Default(value=True),)),
    *(
        Parameter(name, "")
        for name in (
            "writeTimeout",
            "tls",
            "parseTime",
            "loc",
            "charset",
            "collation",
            "multiStatements",
            "clientFoundRows",
            "allowNativePasswords",
            "maxAllowedPacket",
            "columnsWithAlias",
            "rejectReadOnly",
        )
    ),
)

SOURCES_PGX = (
    Reference("https://github.com/jackc/pgx/blob/master/pgxpool/pool.go", "5.10", "2026-11-20"),
    Reference("https://github.com/jackc/pgx/blob/master/conn.go", "5.10", "2026-11-20"),
    Reference("https://github.com/jackc/pgx/blob/master/pgconn/config.go", "5.10", "2026-11-20"),
    Reference("https://github.com/jackc/pgx/commit/023281e5", "after 5.10.0", "2026-11-21"),
)
SOURCES_LIB_PQ = (
    Reference("https://github.com/lib/pq/blob/master/conn.go", "1.12.3", "2026-11-20"),
    Reference("https://github.com/lib/pq/blob/master/connector.go", "1.12.3", "2026-11-20"),
    Reference("https://github.com/lib/pq/blob/v1.10.9/url.go", "1.10.9", "2026-11-21"),
    Reference("https://github.com/lib/pq/pull/1212", "1.11.0", "2026-11-21"),
    Reference("run: the two-trip exchange replayed behind PgBouncer 1.18.0 and 1.25.2", "protocol 3.0", "2026-11-20", "run"),
)
SOURCES_MYSQL = (Reference("https://github.com/go-sql-driver/mysql/blob/master/README.md", "1.10", "2026-11-20"),)
SOURCES_SQL = (Reference("https://pkg.go.dev/database/sql#DB.SetMaxOpenConns", "go1.25", "2026-11-21"),)
