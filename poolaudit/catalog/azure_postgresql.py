"""Azure Database for PostgreSQL, flexible server: its own PgBouncer, and the tiers that have none.

Sources: https://learn.microsoft.com/azure/postgresql/connectivity/concepts-pgbouncer (2026-03-04, read 2026-11-20: General Purpose
and Memory Optimized only), https://learn.microsoft.com/azure/templates/microsoft.dbforpostgresql/flexibleservers (2025-08-01, read
2026-11-21), https://learn.microsoft.com/cli/azure/postgres/flexible-server (2.80, read 2026-11-21),
https://learn.microsoft.com/azure/postgresql/flexible-server/server-parameters-table-pgbouncer (read 2026-11-21: the defaults).
"""

from __future__ import annotations

SERVER = "Microsoft.DBforPostgreSQL/flexibleServers"
PARAMETER = "Microsoft.DBforPostgreSQL/flexibleServers/configurations"
POOLER = "pgbouncer."
"""Beginning of the names of server parameters that are those of Azure's own PgBouncer."""
POOLER_PORT = "6432"
DEFAULTS = (
    ("listen_port", POOLER_PORT),
    ("pool_mode", "transaction"),
    ("default_pool_size", "50"),
    ("max_client_conn", "5000"),
    ("max_prepared_statements", "0"),
    ("min_pool_size", "0"),
)
"""What Azure sets where nobody does; PgBouncer's own defaults are others."""
ON = ("true", "on")
"""Values of `pgbouncer.enabled` that switch it on."""
TIERS_WITHOUT_POOLER = ("burstable", "b_", "standard_b")
"""Beginnings of a tier, of Terraform's `sku_name` and of a SKU, in lower case, that have no PgBouncer."""
COMMAND = ("postgres", "flexible-server")
"""Words of `az` commands about such servers."""
