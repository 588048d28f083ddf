"""Modules of which nothing but the call is here: what their names and the names of their arguments say.

Every organisation has such modules of its own. Names as they are found in public ones, read 2026-11-21:
https://github.com/hmcts/terraform-module-postgresql-flexible (`pgsql_version`, `pgsql_sku`, `pgsql_server_configuration`),
https://github.com/DFE-Digital/terraform-modules/tree/main/aks/postgres (`server_version`, `azure_sku_name`),
https://github.com/DFE-Digital/terraform-modules/tree/main/aks/redis_managed (`azure_managed_redis_sku`),
https://github.com/hmcts/cnp-module-redis (`sku_name`, `redis_version`), https://registry.terraform.io/modules/Azure/postgresql/azurerm/3.1.1.
"""

from __future__ import annotations

SOFTWARE = {
    "postgres": "postgresql", "postgresql": "postgresql", "pgsql": "postgresql",
    "mysql": "mysql", "mariadb": "mysql",
    "redis": "redis", "valkey": "redis",
}  # fmt: skip
"""Word of a module's name → engine of the server that it makes."""
BESIDE = frozenset(
    {
        "terraform", "tf", "module", "modules", "aws", "amazon", "azure", "azurerm", "google", "gcp",
        "rds", "aurora", "elasticache", "memorydb", "memorystore", "cloudsql", "cloud", "sql", "db", "cache",
        "flexible", "flex", "single", "server", "managed", "serverless", "instance", "cluster", "ha", "v", "",
    }
)  # fmt: skip
"""Words beside it in the name of a module that makes a server; any other word may say that it makes something for one."""
ABOUT = frozenset(
    {
        "security", "firewall", "alarm", "alarms", "alert", "alerts", "monitor", "monitoring", "backup", "backups", "role", "roles",
        "user", "users", "grant", "grants", "iam", "dns", "secret", "secrets", "dashboard", "dashboards", "exporter",
        "helm", "charts", "kubernetes", "k8s", "docker", "ecs", "nomad",
    }
)  # fmt: skip
"""Words of the path to a module that makes something about a server, or one that no provider runs."""
VERSIONS = (
    "server_version", "engine_version", "postgres_version", "postgresql_version", "pgsql_version", "pg_version",
    "mysql_version", "mariadb_version", "redis_version", "valkey_version", "database_version", "db_version",
)  # fmt: skip
SIZES = (
    "sku_name", "sku", "instance_class", "node_type", "instance_type", "machine_type", "tier", "azure_sku_name", "pgsql_sku",
    "db_instance_class", "cache_node_type",
)  # fmt: skip
SIZE_ENDS = ("_sku", "_sku_name", "_instance_class", "_node_type")
"""Ends of arguments with the size, where none of `SIZES` is given."""
PARAMETERS = (
    "pgsql_server_configuration", "server_configuration", "server_configurations", "postgresql_configurations",
    "server_parameters", "parameters", "database_flags",
)  # fmt: skip
"""Arguments with parameters of the server: a list of `name` and `value`, or a mapping."""
HOSTS = (
    "host", "hostname", "host_name", "server_host", "fqdn", "server_fqdn", "address", "server_address", "primary_address",
    "db_instance_address", "cluster_endpoint",
)  # fmt: skip
"""Outputs that are the host of the server."""
KINDS = {engine: f"module of {engine}" for engine in ("postgresql", "mysql", "redis")}
"""Engine → what the call of such a module counts as, beside the types of resources."""
