"""PgCat: a pooler with sharding; durations are milliseconds."""

from __future__ import annotations

from poolaudit.catalog.model import Default, PoolerImage, PoolerParameter, PoolerSoftware, Reference

GENERAL = (
    ("host", "listen_addr"),
    ("port", "listen_port"),
    ("connect_timeout", "server_connect_timeout"),
    ("idle_timeout", "server_idle_timeout"),
    ("server_lifetime", "server_lifetime"),
    ("idle_client_in_transaction_timeout", "idle_transaction_timeout"),
    ("prepared_statements_cache_size", "max_prepared_statements"),
)
"""Key of `[general]` → PgBouncer's name."""
POOL = (
    ("pool_mode", "pool_mode"),
    ("prepared_statements_cache_size", "max_prepared_statements"),
    ("idle_timeout", "server_idle_timeout"),
    ("server_lifetime", "server_lifetime"),
    ("connect_timeout", "server_connect_timeout"),
)
"""Key of `[pools.x]` → PgBouncer's name."""
USER = (("pool_size", "pool_size"), ("min_pool_size", "min_pool_size"), ("pool_mode", "pool_mode"))
MILLIS = frozenset({"connect_timeout", "idle_timeout", "server_lifetime", "idle_client_in_transaction_timeout"})

POOLER = PoolerSoftware(
    name="pgcat",
    title="PgCat",
    engine="postgresql",
    port=6432,
    current="1.2.0",
    sharing_modes=("transaction",),
    parameters=(
        PoolerParameter("listen_addr", "text", ("global",), "", (Default("0.0.0.0"),)),  # noqa: S104 - its own default
        PoolerParameter("listen_port", "int", ("global",), "", (Default(5432),)),
        PoolerParameter(
            "pool_mode", "enum", ("global", "database", "user"), "", (Default("transaction"),), ("transaction", "session")
        ),
        PoolerParameter("max_prepared_statements", "int", ("global", "database"), "", (Default(0),)),
        PoolerParameter("server_connect_timeout", "seconds", ("global", "database"), "", (Default(1),)),
        PoolerParameter("server_idle_timeout", "seconds", ("global", "database"), "", (Default(600),)),
        PoolerParameter("server_lifetime", "seconds", ("global", "database"), "", (Default(3600),)),
        PoolerParameter("idle_transaction_timeout", "seconds", ("global",), "", (Default(0),)),
    ),
    images=(
        PoolerImage(
            repositories=("postgresml/pgcat",),
            port=6432,
            config_path="/etc/pgcat/pgcat.toml",
            environment=(),
            sources=(Reference("https://github.com/postgresml/pgcat/blob/main/Dockerfile", "5b03881", "2026-11-20"),),
        ),
    ),
    tracked_parameters=(),
    sources=(Reference("https://github.com/postgresml/pgcat/blob/main/src/config.rs", "5b03881 (1.2.0)", "2026-11-20"),),
)
