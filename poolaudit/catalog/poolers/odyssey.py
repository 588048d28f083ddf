"""Odyssey: a pooler for PostgreSQL whose databases and users each have a pool."""

from __future__ import annotations

from poolaudit.catalog.model import Default, PoolerParameter, PoolerSoftware, Reference

USER = (
    ("pool", "pool_mode"),
    ("pool_size", "pool_size"),
    ("min_pool_size", "min_pool_size"),
    ("client_max", "max_client_conn"),
    ("pool_timeout", "query_wait_timeout"),
    ("pool_ttl", "server_idle_timeout"),
    ("server_lifetime", "server_lifetime"),
    ("storage_db", "dbname"),
    ("storage_user", "user"),
)
"""Key of a `user` block → key of a database line."""
MILLIS = frozenset({"pool_timeout"})
PREPARES = "pool_reserve_prepared_statement"

POOLER = PoolerSoftware(
    name="odyssey",
    title="Odyssey",
    engine="postgresql",
    port=6432,
    current="1.5.0",
    sharing_modes=("transaction", "statement"),
    parameters=(
        PoolerParameter("listen_port", "int", ("global",), "", (Default(6432),)),
        PoolerParameter("pool_mode", "enum", ("database",), "", (), ("session", "transaction", "statement")),
        PoolerParameter("default_pool_size", "int", ("global",), "", (Default(0),)),
        PoolerParameter("max_client_conn", "int", ("global", "database"), "", (Default(0),)),
        PoolerParameter("query_wait_timeout", "seconds", ("global", "database"), "", (Default(0),)),
        PoolerParameter("server_idle_timeout", "seconds", ("global", "database"), "", (Default(0),)),
        PoolerParameter("server_lifetime", "seconds", ("global", "database"), "", (Default(3600),)),
        PoolerParameter("max_prepared_statements", "int", ("global", "database"), "", (Default(0), Default(1, "1.5.0"))),
    ),
    images=(),
    tracked_parameters=(),
    sources=(
        Reference("https://github.com/yandex/odyssey/blob/master/docs/configuration/rules.md", "1.5.0 (89c48ea)", "2026-11-20"),
    ),
)
