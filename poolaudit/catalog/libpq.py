"""libpq's connection keywords, shared by the clients that hand their connection strings to it."""

from __future__ import annotations

from poolaudit.catalog.model import Parameter, Reference, Unit

PARTS = (
    ("host", "host"),
    ("hostaddr", "hostaddr"),
    ("port", "port"),
    ("dbname", "dbname"),
    ("user", "user"),
    ("password", "password"),
    ("sslmode", "sslmode"),
    ("sslrootcert", "sslrootcert"),
    ("channel_binding", "channel_binding"),
    ("target_session_attrs", "target_session_attrs"),
    ("service", "service"),
)
"""Keywords that are parts of a connection string: (keyword, libpq's name)."""

CONNECT_TIMEOUT = Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, disabled=(0,))
"""Waits without limit when it is missing or 0; no default of its own."""

KEYWORDS = (
    Parameter("keepalives", "keepalive"),
    Parameter("keepalives_idle", ""),
    Parameter("keepalives_interval", ""),
    Parameter("keepalives_count", ""),
    Parameter("tcp_user_timeout", ""),
    Parameter("options", ""),
    Parameter("application_name", ""),
)
"""Keywords beside `connect_timeout` that say how a connection behaves. `keepalives` is 1 in libpq itself, which uses the
system's intervals; only a written value counts as switched on by the client, so it has no default here."""

PARAMETERS = (CONNECT_TIMEOUT, *KEYWORDS)

SOURCES = (Reference("https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-PARAMKEYWORDS", "17", "2026-11-20"),)
