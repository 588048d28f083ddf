"""The keywords of libpq's connection strings, by themselves: every scan of a string needs them. In: nothing. Out: names."""

from __future__ import annotations

# fmt: off
LIBPQ_KEYWORDS = frozenset((
    "service", "servicefile", "user", "password", "passfile", "channel_binding", "connect_timeout", "dbname", "host",
    "hostaddr", "port", "client_encoding", "options", "application_name", "fallback_application_name", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "sslmode", "sslnegotiation",
    "sslcompression", "sslcert", "sslkey", "sslcertmode", "sslpassword", "sslrootcert", "sslcrl", "sslcrldir", "sslsni",
    "sslkeylogfile", "requirepeer", "require_auth", "min_protocol_version", "max_protocol_version",
    "ssl_min_protocol_version", "ssl_max_protocol_version", "gssencmode", "krbsrvname", "gsslib", "gssdelegation",
    "replication", "target_session_attrs", "load_balance_hosts", "scram_client_key", "scram_server_key", "oauth_issuer",
    "oauth_client_id", "oauth_client_secret", "oauth_scope", "authtype", "tty",
))
# fmt: on
"""Keywords of libpq 18: https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-PARAMKEYWORDS, read 2026-11-20."""

VARIABLES = {
    "service": "PGSERVICE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "channel_binding": "PGCHANNELBINDING",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "dbname": "PGDATABASE",
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "client_encoding": "PGCLIENTENCODING",
    "options": "PGOPTIONS",
    "application_name": "PGAPPNAME",
    "sslmode": "PGSSLMODE",
    "sslcompression": "PGSSLCOMPRESSION",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcrl": "PGSSLCRL",
    "sslcrldir": "PGSSLCRLDIR",
    "sslsni": "PGSSLSNI",
    "requirepeer": "PGREQUIREPEER",
    "ssl_min_protocol_version": "PGSSLMINPROTOCOLVERSION",
    "ssl_max_protocol_version": "PGSSLMAXPROTOCOLVERSION",
    "gssencmode": "PGGSSENCMODE",
    "krbsrvname": "PGKRBSRVNAME",
    "gsslib": "PGGSSLIB",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "sslnegotiation": "PGSSLNEGOTIATION",
    "sslcertmode": "PGSSLCERTMODE",
    "require_auth": "PGREQUIREAUTH",
    "gssdelegation": "PGGSSDELEGATION",
    "load_balance_hosts": "PGLOADBALANCEHOSTS",
    "min_protocol_version": "PGMINPROTOCOLVERSION",
    "max_protocol_version": "PGMAXPROTOCOLVERSION",
}
"""Keyword → environment variable that gives it where the connection string does not:
https://www.postgresql.org/docs/18/libpq-envars.html, read 2026-11-21; each was seen in `PQconndefaults` of libpq 15, 17 or 18."""

ALSO_READ_BY = frozenset({"asyncpg", "pg", "pgx", "lib_pq", "postgres_js"})
"""Clients that read `PGHOST` and its like without libpq (https://node-postgres.com/features/connecting#environment-variables,
https://magicstack.github.io/asyncpg/current/api/index.html#connection, https://pkg.go.dev/github.com/jackc/pgx/v5/pgconn#ParseConfig,
https://pkg.go.dev/github.com/lib/pq, https://github.com/porsager/postgres#environmental-variables; read 2026-11-21)."""
