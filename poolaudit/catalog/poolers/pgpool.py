"""Pgpool-II: each of its children keeps its backend connections, so that clients share none at a time."""

from __future__ import annotations

from poolaudit.catalog.model import Default, PoolerParameter, PoolerSoftware, Reference

NAMES = (
    ("listen_addresses", "listen_addr"),
    ("port", "listen_port"),
    ("num_init_children", "max_client_conn"),
    ("max_pool", "max_pool"),
    ("child_life_time", "child_life_time"),
    ("connection_life_time", "server_idle_timeout"),
    ("client_idle_limit", "client_idle_timeout"),
    ("connection_cache", "connection_cache"),
    ("reset_query_list", "server_reset_query"),
    ("reserved_connections", "reserved_connections"),
)
"""Parameter → PgBouncer's name where the meaning is the same."""

POOLER = PoolerSoftware(
    name="pgpool",
    title="Pgpool-II",
    engine="postgresql",
    port=9999,
    current="4.7.2",
    sharing_modes=(),
    parameters=(
        PoolerParameter("pool_mode", "enum", ("global",), "", (Default("session"),), ("session",)),
        PoolerParameter("listen_port", "int", ("global",), "", (Default(9999),)),
        PoolerParameter("max_client_conn", "int", ("global",), "", (Default(32),)),
        PoolerParameter("max_pool", "int", ("global",), "", (Default(4),)),
        PoolerParameter("reserved_connections", "int", ("global",), "", (Default(0),)),
        PoolerParameter("child_life_time", "seconds", ("global",), "", (Default(300),)),
        PoolerParameter("server_idle_timeout", "seconds", ("global",), "", (Default(0),)),
        PoolerParameter("client_idle_timeout", "seconds", ("global",), "", (Default(0),)),
        PoolerParameter("connection_cache", "bool", ("global",), "", (Default("on"),)),
        PoolerParameter("server_reset_query", "sql", ("global",), "", (Default("ABORT; DISCARD ALL"),)),
    ),
    images=(),
    tracked_parameters=(),
    sources=(
        Reference("https://www.pgpool.net/docs/latest/en/html/runtime-config-connection-pooling.html", "4.7.2", "2026-11-20"),
    ),
)
