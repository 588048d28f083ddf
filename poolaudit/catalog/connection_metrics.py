"""Metrics that tell how many connections are in use, by the exporter that writes them.

Sources, read 2026-11-21: https://github.com/prometheus-community/postgres_exporter (0.18),
https://github.com/prometheus-community/pgbouncer_exporter (0.11), https://github.com/prometheus/mysqld_exporter (0.18),
https://docs.micrometer.io/micrometer/reference/reference/jdbc.html (1.15), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html.
"""

from __future__ import annotations

METRICS = (
    (
        "postgresql",
        (
            "pg_stat_activity_count",
            "pg_stat_database_numbackends",
            "pg_settings_max_connections",
            "pg_settings_superuser_reserved_connections",
        ),
    ),
    (
        "pgbouncer",
        (
            "pgbouncer_pools_client_waiting",
            "pgbouncer_pools_server_active",
            "pgbouncer_pools_client_active",
            "pgbouncer_pools_client_maxwait",
            "pgbouncer_databases_current_connections",
            "pgbouncer_config_max_client_connections",
            "pgbouncer_pools_client_waiting_connections",
            "pgbouncer_pools_client_maxwait_seconds",
            "pgbouncer_up",
        ),
    ),
    (
        "mysql",
        (
            "mysql_global_status_threads_connected",
            "mysql_global_variables_max_connections",
            "mysql_global_status_max_used_connections",
        ),
    ),
    (
        "hikaricp",
        (
            "hikaricp_connections_pending",
            "hikaricp_connections_active",
            "hikaricp_connections_max",
            "hikaricp_connections_timeout_total",
        ),
    ),
    ("redis", ("redis_connected_clients", "redis_config_maxclients")),
    ("rds", ("aws_rds_database_connections_average", "aws_rds_database_connections_maximum")),
)
"""What is measured → names of its metrics."""

USED = frozenset(
    {
        "pg_stat_activity_count",
        "pg_stat_database_numbackends",
        "pgbouncer_pools_client_active",
        "mysql_global_status_threads_connected",
        "mysql_global_status_max_used_connections",
        "hikaricp_connections_active",
        "redis_connected_clients",
    }
)
"""Metrics that count connections in use."""
LIMITS = frozenset(
    {
        "pg_settings_max_connections",
        "pgbouncer_config_max_client_connections",
        "mysql_global_variables_max_connections",
        "hikaricp_connections_max",
        "redis_config_maxclients",
    }
)
"""Metrics that tell how many there may be."""
RESERVED = {"pg_settings_superuser_reserved_connections": 0.03}
"""Metrics of slots that applications cannot have, as a share of the limit: by default 3 of 100 (https://www.postgresql.org/docs/18/runtime-config-connection.html)."""

POOLERS = ("pgbouncer",)
"""Subjects that are poolers; the names of all metrics of their exporters begin like this."""
