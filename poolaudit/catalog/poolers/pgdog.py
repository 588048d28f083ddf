"""PgDog: a pooler with sharding that follows SET and prepared statements; durations are milliseconds."""

from __future__ import annotations

from poolaudit.catalog.model import Default, PoolerImage, PoolerParameter, PoolerSoftware, Reference

GENERAL = (
    ("host", "listen_addr"),
    ("port", "listen_port"),
    ("pooler_mode", "pool_mode"),
    ("default_pool_size", "default_pool_size"),
    ("min_pool_size", "min_pool_size"),
    ("checkout_timeout", "query_wait_timeout"),
    ("connect_timeout", "server_connect_timeout"),
    ("idle_timeout", "server_idle_timeout"),
    ("server_lifetime", "server_lifetime"),
    ("prepared_statements_limit", "max_prepared_statements"),
)
"""Key of `[general]` → PgBouncer's name."""
DATABASE = (
    ("host", "host"),
    ("port", "port"),
    ("database_name", "dbname"),
    ("user", "user"),
    ("pool_size", "pool_size"),
    ("min_pool_size", "min_pool_size"),
    ("pooler_mode", "pool_mode"),
)
"""Key of `[[databases]]` → key of PgBouncer's `[databases]`."""
USER = (
    ("pool_size", "pool_size"),
    ("min_pool_size", "min_pool_size"),
    ("pooler_mode", "pool_mode"),
    ("server_user", "user"),
    ("database", "database"),
)
"""Key of `[[users]]` in users.toml → key of PgBouncer's `[users]`; `database` says where the line holds."""
MILLIS = frozenset({"checkout_timeout", "connect_timeout", "idle_timeout", "server_lifetime"})
USERS_FILE = "users.toml"
"""The other file of PgDog, beside pgdog.toml."""
PREPARES = "prepared_statements"
PREPARES_OFF = "disabled"
"""Value of `prepared_statements` with which no named statement is followed."""
UNLIMITED = 2**63 - 1

POOLER = PoolerSoftware(
    name="pgdog",
    title="PgDog",
    engine="postgresql",
    port=6432,
    current="0.1.54",
    sharing_modes=("transaction", "statement"),
    parameters=(
        PoolerParameter("listen_addr", "text", ("global",), "", (Default("0.0.0.0"),)),  # noqa: S104 - its own default
        PoolerParameter("listen_port", "int", ("global",), "", (Default(6432),)),
        PoolerParameter(
            "pool_mode",
            "enum",
            ("global", "database", "user"),
            "",
            (Default("transaction"),),
            ("transaction", "session", "statement"),
        ),
        PoolerParameter("default_pool_size", "int", ("global",), "", (Default(10),)),
        PoolerParameter("min_pool_size", "int", ("global", "database"), "", (Default(1),)),
        PoolerParameter("max_prepared_statements", "int", ("global",), "", (Default(UNLIMITED),)),
        PoolerParameter("query_wait_timeout", "seconds", ("global",), "", (Default(5),)),
        PoolerParameter("server_connect_timeout", "seconds", ("global",), "", (Default(5),)),
        PoolerParameter("server_idle_timeout", "seconds", ("global",), "", (Default(60),)),
        PoolerParameter("server_lifetime", "seconds", ("global",), "", (Default(86400),)),
    ),
    images=(
        PoolerImage(
            repositories=("pgdogdev/pgdog",),
            port=6432,
            config_path="/pgdog/pgdog.toml",
            environment=(),
            sources=(Reference("https://github.com/pgdogdev/pgdog/blob/main/Dockerfile", "b4601264", "2026-11-20"),),
        ),
    ),
    tracked_parameters=(),
    sources=(
        Reference("https://github.com/pgdogdev/pgdog/blob/main/pgdog-config/src/general.rs", "b4601264 (0.1.54)", "2026-11-20"),
    ),
)
