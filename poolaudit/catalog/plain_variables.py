"""Variables whose values may be shown: what their names end with. In: nothing. Out: words in capitals.

Our own reading of the variables that the catalog's images, frameworks and clients document (`DB_HOST`, `POOL_MODE`,
`PGAPPNAME`, `WEB_CONCURRENCY`); a word that a password's variable could end with (`CODE`, `KEY`, `PW`, `VALUE`) is not among them.
"""

from __future__ import annotations

# fmt: off
LAST_WORDS = frozenset((
    "ACTIVE", "ADDR", "ADDRESS", "AGE", "ALIAS", "APPNAME", "BACKLOG", "BACKEND", "CLIENTS", "CONCURRENCY", "CONN", "CONNECTIONS",
    "CONNS", "COUNT", "DATABASE", "DATABASES", "DB", "DBNAME", "DELAY", "DIALECT", "DIR", "DISABLED", "DRIVER", "ENABLED",
    "ENGINE", "ENV", "ENVIRONMENT", "FILE", "HOST", "HOSTNAME", "HOSTS", "IDLE", "IMAGE", "INTERVAL", "LEVEL", "LIFETIME",
    "LIMIT", "MAX", "METHOD", "MIN", "MODE", "MODULE", "NAME", "NAMESPACE", "NODES", "OVERFLOW", "PARAMETERS", "PATH", "PERIOD",
    "PGDATABASE", "PGHOST", "PGPORT", "PGSSLMODE", "PGUSER", "POOL", "PORT", "PORTS", "PROCESSES", "PROFILE", "PROFILES",
    "PROTOCOL", "PROTOCOLS", "QUERY", "RECYCLE", "REGION", "REPLICAS", "ROLE", "SCHEMA", "SERVER", "SERVERS", "SERVICE", "SIZE",
    "SSLMODE", "STAGE", "TAG", "THREADS", "TIME", "TIMEOUT", "TTL", "TYPE", "TZ", "USER", "USERNAME", "USERS", "VERSION",
    "WORKERS",
))
# fmt: on

FLAGS = ("GUNICORN_CMD_ARGS", "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "NODE_OPTIONS", "PGOPTIONS", "UVICORN_ARGS")
"""Variables of command-line options, shown but for the passwords among them."""

ORDINARY = frozenset(
    (
        "development",
        "production",
        "staging",
        "test",
        "testing",
        "local",
        "dev",
        "prod",
        "transaction",
        "session",
        "statement",
        "localhost",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "none",
        "null",
        "debug",
        "info",
        "warning",
        "error",
        "postgres",
        "postgresql",
        "mysql",
        "mariadb",
        "require",
        "prefer",
        "disable",
        "allow",
        "verify-ca",
        "verify-full",
        "utf8",
        "utf8mb4",
        "utf-8",
        "utc",
    )
)
"""Words that are no secret wherever they stand, in small letters."""
