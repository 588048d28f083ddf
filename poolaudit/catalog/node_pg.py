"""Options of pg (node-postgres), shared by the libraries that hand them to it or imitate it."""

from __future__ import annotations

from dataclasses import replace

from poolaudit.catalog.model import Default, Parameter, Reference, Unit

PARTS = (
    ("host", "host"),
    ("port", "port"),
    ("user", "user"),
    ("password", "password"),
    ("database", "dbname"),
)

POOL = (
    Parameter("max", "max_size", defaults=(Default(10),), values=((0, None),)),
    Parameter("poolSize", "max_size", values=((0, None),)),
    Parameter("min", "min_size", defaults=(Default(0),)),
    Parameter("idleTimeoutMillis", "idle_timeout", Unit.MILLIS, (Default(10000),), disabled=(0,)),
    Parameter("connectionTimeoutMillis", "acquire_timeout", Unit.MILLIS, (Default(0),), disabled=(0,)),
    Parameter("maxLifetimeSeconds", "max_lifetime", Unit.SECONDS, (Default(0),), disabled=(0,)),
    Parameter("maxUses", ""),
    Parameter("allowExitOnIdle", ""),
)
"""Options of pg-pool; milliseconds apart from `maxLifetimeSeconds`. `max: 0` falls back to 10."""

CONNECTION = (
    Parameter("keepAlive", "keepalive", defaults=(Default(value=False),)),
    Parameter("query_timeout", "statement_timeout", Unit.MILLIS, disabled=(0, False)),
    Parameter("application_name", ""),
    Parameter("options", ""),
    Parameter("ssl", ""),
)

STARTUP = (
    "application_name",
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
)
"""Options that are sent as run-time parameters when the connection opens."""

URL_PARAMETERS = tuple(
    Parameter(name, "")
    for name in (
        "application_name",
        "fallback_application_name",
        "statement_timeout",
        "lock_timeout",
        "idle_in_transaction_session_timeout",
        "query_timeout",
        "options",
        "client_encoding",
        "keepalives",
        "ssl",
        "sslmode",
        "sslcert",
        "sslkey",
        "sslrootcert",
        "sslnegotiation",
        "uselibpqcompat",
        "host",
        "port",
        "user",
        "password",
        "encoding",
    )
)
"""Keys of the connection string that pg reads; unknown ones do nothing, and the pool reads none of them (`?max=3` is ignored)."""

SOURCES = (
    Reference("https://github.com/brianc/node-postgres/blob/master/packages/pg-pool/index.js", "3.11", "2026-11-20"),
    Reference(
        "https://github.com/brianc/node-postgres/blob/master/packages/pg/lib/connection-parameters.js", "8.23", "2026-11-20"
    ),
    Reference("run: pg behind PgBouncer 1.18.0 and 1.25.2 in transaction mode", "8.23", "2026-11-20", "run"),
)


def below(prefix: str, parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """The same options inside of another one: `extra.max`."""
    return tuple(replace(each, name=f"{prefix}.{each.name}") for each in parameters)
