"""ProxySQL: a pooler for MySQL that multiplexes unless session state keeps a client on its connection."""

from __future__ import annotations

from poolaudit.catalog.model import Default, PoolerImage, PoolerParameter, PoolerSoftware, Reference

VARIABLES = (
    ("max_connections", "max_client_conn"),
    ("multiplexing", "multiplexing"),
    ("wait_timeout", "client_idle_timeout"),
    ("connect_timeout_server", "server_connect_timeout"),
    ("connection_max_age_ms", "server_lifetime"),
    ("default_query_timeout", "query_timeout"),
    ("free_connections_pct", "free_connections_pct"),
)
"""Key of `mysql_variables` → PgBouncer's name where the meaning is the same."""
MILLIS = frozenset({"wait_timeout", "connect_timeout_server", "connection_max_age_ms", "default_query_timeout"})
SERVER = (("address", "host"), ("port", "port"), ("max_connections", "pool_size"))
"""Key of `mysql_servers` → key of a database line."""

POOLER = PoolerSoftware(
    name="proxysql",
    title="ProxySQL",
    engine="mysql",
    port=6033,
    current="2.7",
    sharing_modes=("transaction",),
    parameters=(
        PoolerParameter("pool_mode", "enum", ("global",), "", (Default("transaction"),), ("transaction",)),
        PoolerParameter("listen_port", "int", ("global",), "", (Default(6033),)),
        PoolerParameter("max_client_conn", "int", ("global",), "", (Default(10000),)),
        PoolerParameter("default_pool_size", "int", ("global",), "", (Default(1000),)),
        PoolerParameter("multiplexing", "bool", ("global",), "", (Default("true"),)),
        PoolerParameter("client_idle_timeout", "seconds", ("global",), "", (Default(28800),)),
        PoolerParameter("server_connect_timeout", "seconds", ("global",), "", (Default(1),)),
        PoolerParameter("server_lifetime", "seconds", ("global",), "", (Default(0),)),
        PoolerParameter("query_timeout", "seconds", ("global",), "", (Default(86400),)),
        PoolerParameter("free_connections_pct", "int", ("global",), "", (Default(10),)),
        PoolerParameter("max_prepared_statements", "int", ("global",), "", (Default(10000),)),
    ),
    images=(
        PoolerImage(
            repositories=("proxysql/proxysql",),
            port=6033,
            config_path="/etc/proxysql.cnf",
            environment=(),
            sources=(Reference("https://hub.docker.com/r/proxysql/proxysql", "2.7", "2026-11-20"),),
        ),
    ),
    tracked_parameters=(),
    sources=(
        Reference("https://proxysql.com/documentation/global-variables/mysql-variables/", "2.7", "2026-11-20"),
        Reference("https://github.com/sysown/proxysql/blob/v2.7.0/lib/MySQL_Thread.cpp", "2.7 (5cc418bb)", "2026-11-20"),
    ),
)
