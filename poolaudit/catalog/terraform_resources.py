"""Terraform resources that run code, pool connections or set server parameters.

Sources, read 2026-11-21: https://registry.terraform.io/providers/hashicorp/aws/6.0.0/docs,
https://registry.terraform.io/providers/hashicorp/azurerm/4.50.0/docs, https://registry.terraform.io/providers/hashicorp/google/7.0.0/docs,
https://registry.terraform.io/providers/digitalocean/digitalocean/2.66.0/docs,
https://registry.terraform.io/providers/render-oss/render/1.8.0/docs,
https://docs.cloud.google.com/memorystore/docs/valkey/product-overview,
https://www.pulumi.com/registry/packages/azure/api-docs/managedredis/managedredis/ (made from the provider's own); the names of the values are those of the resources.
"""

from __future__ import annotations

from poolaudit._records import dataclass

FUNCTIONS = ("aws_lambda_function",)
INVOCATIONS = ("aws_lambda_invocation", "data.aws_lambda_invocation")
"""What calls a function when the configuration is applied."""
PROXY = "aws_db_proxy"
TARGET_GROUPS = ("aws_db_proxy_default_target_group",)
PROXY_TARGET = "aws_db_proxy_target"
PROXY_TARGET_ARGUMENTS = ("db_instance_identifier", "db_cluster_identifier")
PROXY_SETTINGS = (
    ("engine_family", "engine_family"),
    ("session_pinning_filters", "session_pinning_filters"),
    ("idle_client_timeout", "client_idle_timeout"),
    ("require_tls", "require_tls"),
    ("max_connections_percent", "max_connections_percent"),
    ("max_idle_connections_percent", "max_idle_connections_percent"),
    ("connection_borrow_timeout", "query_wait_timeout"),
    ("init_query", "connect_query"),
)
"""Argument of a proxy or of its `connection_pool_config` → name of the setting, PgBouncer's where the meaning is the same."""

TASK = "aws_ecs_task_definition"
SERVICE = "aws_ecs_service"
SCALING = "aws_appautoscaling_target"

PARAMETERS = (
    ("aws_db_parameter_group", "family", "parameter"),
    ("aws_rds_cluster_parameter_group", "family", "parameter"),
)
"""Resource, argument with the server's family, block of one parameter (`name`, `value`)."""
FAMILIES = (
    ("postgres", "postgresql"),
    ("aurora-postgresql", "postgresql"),
    ("mysql", "mysql"),
    ("mariadb", "mysql"),
    ("aurora-mysql", "mysql"),
    ("POSTGRES", "postgresql"),
    ("MYSQL", "mysql"),
)
DATABASES = (
    ("aws_db_instance", "identifier", "parameter_group_name", "aws_db_parameter_group"),
    ("aws_rds_cluster", "cluster_identifier", "db_cluster_parameter_group_name", "aws_rds_cluster_parameter_group"),
)
"""Resource, arguments with its identifier and its parameter group, and the resource of such groups."""
CAPACITY = ("serverlessv2_scaling_configuration", "scaling_configuration")
"""Blocks of a cluster with the capacity units of Aurora Serverless, version 2 and 1."""
CLUSTER_INSTANCE = "aws_rds_cluster_instance"
GOOGLE_SQL = "google_sql_database_instance"
AZURE_PARAMETERS = (
    ("azurerm_postgresql_flexible_server_configuration", "postgresql"),
    ("azurerm_mysql_flexible_server_configuration", "mysql"),
)
AZURE_SERVER = "azurerm_postgresql_flexible_server"
"""Server whose parameters may switch its own PgBouncer on."""
DIGITALOCEAN_POOL = "digitalocean_database_connection_pool"

CLOUD_RUN = (
    ("google_cloud_run_v2_service", "cloud-run"),
    ("google_cloudfunctions2_function", "cloud-functions"),
)
CLOUD_RUN_FIRST = "google_cloud_run_service"
"""The first form of such services, with the names of Knative."""
MOST_INSTANCES = "autoscaling.knative.dev/maxScale"
AZURE_CONTAINER_APP = "azurerm_container_app"
AZURE_APPS = (
    ("azurerm_linux_function_app", "azure-functions"),
    ("azurerm_windows_function_app", "azure-functions"),
    ("azurerm_function_app_flex_consumption", "azure-functions"),
    ("azurerm_linux_web_app", "azure-app-service"),
    ("azurerm_windows_web_app", "azure-app-service"),
)
"""Resources whose `app_settings` are the variables of their code."""

SECRET, SECRET_VALUE = "aws_secretsmanager_secret", "aws_secretsmanager_secret_version"
PARAMETER = "aws_ssm_parameter"
SHARED_NETWORK = "awsvpc"
"""`network_mode` of a task whose containers share localhost; that of every Fargate task:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html (read 2026-11-21)."""
ARCHIVE = "data.archive_file"
DISCOVERY, NAMESPACE = "aws_service_discovery_service", "aws_service_discovery_private_dns_namespace"

DIGITALOCEAN_CLUSTER = "digitalocean_database_cluster"
CACHE_PARAMETERS = "aws_elasticache_parameter_group"


@dataclass(frozen=True, slots=True)
class Cache:
    """A resource that is a Redis server."""

    kind: str
    named: str
    """Argument with its name."""
    version: str
    size: str = ""
    copies: tuple[str, ...] = ()
    """Arguments with the number of nodes."""
    extra: tuple[str, ...] = ()
    """Arguments with the number of nodes beside the first one."""
    group: str = ""
    """Argument with its group of parameters."""
    engine: str = ""
    """What it is where the argument `engine` does not say it; empty where nothing but that argument tells."""


CACHES = (
    Cache(
        "aws_elasticache_replication_group",
        "replication_group_id",
        "engine_version",
        "node_type",
        ("num_cache_clusters", "number_cache_clusters"),
        ("replicas_per_node_group",),
        "parameter_group_name",
        "redis",
    ),
    Cache(
        "aws_elasticache_cluster", "cluster_id", "engine_version", "node_type", ("num_cache_nodes",), (), "parameter_group_name"
    ),
    Cache("aws_elasticache_serverless_cache", "name", "major_engine_version"),
    Cache("aws_memorydb_cluster", "name", "engine_version", "node_type", (), ("num_replicas_per_shard",), "", "redis"),
    Cache("google_redis_instance", "name", "redis_version", "tier", (), ("replica_count",), "", "redis"),
    Cache("google_redis_cluster", "name", "", "node_type", (), (), "", "redis"),
    Cache("google_memorystore_instance", "instance_id", "engine_version", "node_type", (), (), "", "valkey"),
    Cache("azurerm_redis_cache", "name", "redis_version", "sku_name", (), ("replicas_per_primary",), "", "redis"),
    Cache("azurerm_managed_redis", "name", "", "sku_name", (), (), "", "redis"),
    Cache("render_redis", "name", "", "plan", (), (), "", "redis"),
    Cache("render_keyvalue", "name", "", "plan", (), (), "", "valkey"),
)
CACHE_ENGINES = ("redis", "valkey")
"""Engines of caches that speak Redis."""

RENDER = ("render_web_service", "render_private_service", "render_background_worker", "render_cron_job")
"""Services that run code; autoscaling beats `num_instances`, which is 1 unless written."""
RENDER_GROUP, RENDER_LINK = "render_env_group", "render_env_group_link"
RENDER_POSTGRES = "render_postgres"

ADDRESSES = {
    "aws_db_proxy": ("endpoint",),
    "aws_db_instance": ("address",),
    "aws_rds_cluster": ("endpoint",),
    "azurerm_postgresql_flexible_server": ("fqdn",),
    "google_sql_database_instance": ("private_ip_address", "public_ip_address", "first_ip_address"),
    "render_postgres": ("id",),
    "render_private_service": ("slug",),
}
"""Resource → attributes that are the host at which it is reached. Render: the identifier of a database is its private host, the
slug of a private service is its private name (https://render.com/docs/private-network, read 2026-11-21)."""
WITH_PORTS = {"aws_db_instance": ("endpoint",)}
"""Resource → attributes that are host and port: https://registry.terraform.io/providers/hashicorp/aws/6.0.0/docs/resources/db_instance."""
ENDPOINTS = {
    "aws_db_proxy": ("rds-proxy", "rds-proxy-mysql"),
    "aws_db_instance": ("rds-instance", "rds-instance-mysql"),
    "aws_rds_cluster": ("aurora-cluster", "aurora-cluster-mysql"),
    "azurerm_postgresql_flexible_server": ("azure-flexible-direct", "azure-flexible-pooled"),
    "google_sql_database_instance": ("cloud-sql-direct", "cloud-sql-direct-mysql"),
    "render_postgres": ("render-direct",),
}
"""Resource → what `catalog.providers` calls it, engine by engine and port by port."""
REPOSITORIES = {"aws_ecr_repository": ("repository_url",)}
"""Resource → attributes that are a registry, which is not known, and the name of an image there."""
IDENTITIES = ("name", "identifier", "cluster_identifier", "family", "id", "output_path")
"""Arguments of a resource by which another one names it."""


def engine_family(written: str) -> str:
    """The server family of an engine or of a family of parameters: `aurora-postgresql16` → `postgresql`; empty for others."""
    return next((engine for start, engine in FAMILIES if written.startswith(start)), "")


KINDS = frozenset(
    (
        *FUNCTIONS, *INVOCATIONS, PROXY, *TARGET_GROUPS, PROXY_TARGET, TASK, SERVICE, SCALING, CLUSTER_INSTANCE, GOOGLE_SQL, AZURE_SERVER,
        DIGITALOCEAN_POOL, DIGITALOCEAN_CLUSTER, CACHE_PARAMETERS, AZURE_CONTAINER_APP, CLOUD_RUN_FIRST, DISCOVERY, NAMESPACE, ARCHIVE, SECRET, SECRET_VALUE, PARAMETER, *RENDER, RENDER_GROUP, RENDER_LINK, RENDER_POSTGRES,
        *(name for name, *_ in PARAMETERS), *(name for name, *_ in DATABASES), *(name for name, _ in AZURE_PARAMETERS),
        *(name for name, _ in AZURE_APPS), *(name for name, _ in CLOUD_RUN),
        *(each.kind for each in CACHES),
    )
)  # fmt: skip
"""Resources that are read."""
