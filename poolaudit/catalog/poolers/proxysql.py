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
USER = (
    ("max_connections", "max_user_client_connections"),
    ("default_hostgroup", "default_hostgroup"),
    ("transaction_persistent", "transaction_persistent"),
    ("active", "active"),
)
"""Key of `mysql_users` → key of a user line."""
RULE = (
    "rule_id", "active", "username", "schemaname", "client_addr", "proxy_addr", "proxy_port", "flagIN", "flagOUT", "digest",
    "match_digest", "match_pattern", "negate_match_pattern", "re_modifiers", "destination_hostgroup", "multiplex", "apply",
)  # fmt: skip
"""Keys of `mysql_query_rules` that decide where a statement goes and whether its connection is shared."""
NARROWING = ("username", "schemaname", "client_addr", "proxy_addr", "proxy_port", "digest", "flagIN")
"""Those with which a rule holds for some clients or statements only; 0 is none for `flagIN`."""
REPLICATION = ("writer_hostgroup", "reader_hostgroup")
"""Keys of the tables that pair hostgroups of writers with those of readers."""
REPLICATION_TABLES = ("mysql_replication_hostgroups", "mysql_group_replication_hostgroups", "mysql_aws_aurora_hostgroups")
"""Such tables, where readers take no writes; nodes of Galera do."""
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
    routes_by_user=True,
    sources=(
        Reference("https://proxysql.com/documentation/global-variables/mysql-variables/", "2.7", "2026-11-20"),
        Reference("https://proxysql.com/documentation/main-runtime/#mysql_query_rules", "2.7", "2026-11-21"),
        Reference("https://www.proxysql.com/documentation/multiplexing", "2.7", "2026-11-21"),
        Reference("https://github.com/sysown/proxysql/blob/v2.7.0/lib/MySQL_Thread.cpp", "2.7 (5cc418bb)", "2026-11-20"),
    ),
)
