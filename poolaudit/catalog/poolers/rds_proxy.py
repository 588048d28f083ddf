"""Amazon RDS Proxy: a managed pooler that pins a client to a connection when it changes session state."""

from __future__ import annotations

from poolaudit.catalog.model import Default, PoolerParameter, PoolerSoftware, Reference

POOLER = PoolerSoftware(
    name="rds-proxy",
    title="RDS Proxy",
    engine="postgresql",
    port=5432,
    current="2026",
    sharing_modes=("transaction",),
    parameters=(
        PoolerParameter("pool_mode", "enum", ("global",), "", (Default("transaction"),), ("transaction",)),
        PoolerParameter("max_connections_percent", "int", ("global",), "", (Default(100),)),
        PoolerParameter("max_idle_connections_percent", "int", ("global",), "", (Default(50),)),
        PoolerParameter("query_wait_timeout", "seconds", ("global",), "", (Default(120),)),
        PoolerParameter("client_idle_timeout", "seconds", ("global",), "", (Default(1800),)),
        PoolerParameter("connect_query", "sql", ("global",), ""),
        PoolerParameter("session_pinning_filters", "list", ("global",), "", (Default(""),)),
        PoolerParameter("require_tls", "bool", ("global",), ""),
    ),
    images=(),
    tracked_parameters=(),
    pins_sessions=True,
    sources=(
        Reference("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-managing.html", "2026", "2026-11-20"),
        Reference("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-pinning.html", "2026", "2026-11-20"),
    ),
)
