"""Resources of Pulumi, as the resource of Terraform or the object of Kubernetes that each of them is.

Sources, read 2026-11-21: https://www.pulumi.com/registry/packages/aws/api-docs/ (7), https://www.pulumi.com/registry/packages/gcp/api-docs/
(9), https://www.pulumi.com/registry/packages/azure/api-docs/ (6), https://www.pulumi.com/registry/packages/digitalocean/api-docs/ (4),
https://www.pulumi.com/registry/packages/kubernetes/api-docs/ (4), https://www.pulumi.com/docs/iac/clouds/aws/guides/ecs/: the packages are
made from Terraform's providers, with arguments in camel case and lists in the plural.
"""

from __future__ import annotations

from poolaudit._records import dataclass

RESOURCES: dict[tuple[str, str, str], str] = {
    ("aws", "rds", "Instance"): "aws_db_instance",
    ("aws", "rds", "Cluster"): "aws_rds_cluster",
    ("aws", "rds", "ClusterInstance"): "aws_rds_cluster_instance",
    ("aws", "rds", "ParameterGroup"): "aws_db_parameter_group",
    ("aws", "rds", "ClusterParameterGroup"): "aws_rds_cluster_parameter_group",
    ("aws", "rds", "Proxy"): "aws_db_proxy",
    ("aws", "rds", "ProxyDefaultTargetGroup"): "aws_db_proxy_default_target_group",
    ("aws", "rds", "ProxyTarget"): "aws_db_proxy_target",
    ("aws", "elasticache", "ReplicationGroup"): "aws_elasticache_replication_group",
    ("aws", "elasticache", "Cluster"): "aws_elasticache_cluster",
    ("aws", "elasticache", "ServerlessCache"): "aws_elasticache_serverless_cache",
    ("aws", "elasticache", "ParameterGroup"): "aws_elasticache_parameter_group",
    ("aws", "memorydb", "Cluster"): "aws_memorydb_cluster",
    ("aws", "ecs", "TaskDefinition"): "aws_ecs_task_definition",
    ("aws", "ecs", "Service"): "aws_ecs_service",
    ("aws", "appautoscaling", "Target"): "aws_appautoscaling_target",
    ("aws", "lambda", "Function"): "aws_lambda_function",
    ("gcp", "sql", "DatabaseInstance"): "google_sql_database_instance",
    ("gcp", "redis", "Instance"): "google_redis_instance",
    ("gcp", "cloudrun", "Service"): "google_cloud_run_service",
    ("gcp", "cloudrunv2", "Service"): "google_cloud_run_v2_service",
    ("gcp", "cloudfunctionsv2", "Function"): "google_cloudfunctions2_function",
    ("azure", "postgresql", "FlexibleServer"): "azurerm_postgresql_flexible_server",
    ("azure", "postgresql", "FlexibleServerConfiguration"): "azurerm_postgresql_flexible_server_configuration",
    ("azure", "redis", "Cache"): "azurerm_redis_cache",
    ("digitalocean", "", "DatabaseCluster"): "digitalocean_database_cluster",
    ("digitalocean", "", "DatabaseConnectionPool"): "digitalocean_database_connection_pool",
}
"""Package, module, class → resource of Terraform."""
IMAGES = frozenset(
    {
        ("awsx", "ecr", "Image"),
        ("docker", "", "Image"),
        ("docker", "", "RegistryImage"),
        ("docker", "build", "Image"),
        ("docker_build", "", "Image"),
    }
)
"""Classes that build an image of a folder: https://www.pulumi.com/registry/packages/docker-build/api-docs/image/,
https://www.pulumi.com/registry/packages/docker/api-docs/image/, https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/."""
PROVIDERS = frozenset(provider for provider, *_ in RESOURCES) | {"awsx", "kubernetes", "docker", "docker_build"}
FARGATE = "FargateService"
"""Class of the package `awsx` that makes a task definition and its service."""
FARGATE_COPIES = 1
"""Tasks of such a service unless `desiredCount` is written: https://www.pulumi.com/registry/packages/awsx/api-docs/ecs/fargateservice/."""
SINGULAR = {"parameters": "parameter", "envs": "env"}
"""Arguments whose block Terraform names in the singular."""
FREE = frozenset({"variables", "tags", "labels", "annotations"})
"""Arguments whose keys are the user's own, in snake case."""
AS_WRITTEN = frozenset({"container_definitions"})
"""Arguments whose keys are those of another format."""

OBJECTS = frozenset(
    {
        "Deployment",
        "StatefulSet",
        "DaemonSet",
        "Job",
        "CronJob",
        "Pod",
        "Service",
        "ConfigMap",
        "Secret",
        "HorizontalPodAutoscaler",
    }
)
CORE = "core"
"""Module of the objects whose API version has no group."""
FREE_IN_MANIFESTS = frozenset(
    {"data", "binaryData", "stringData", "labels", "annotations", "matchLabels", "limits", "requests", "nodeSelector"}
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that makes a server: https://github.com/bitnami/charts (read 2026-11-21)."""

    name: str
    image: str
    port: int
    suffix: str = ""
    """End of the names of its server behind the name of the chart's objects."""


CHARTS = (
    Chart("postgresql", "bitnami/postgresql", 5432),
    Chart("mysql", "bitnami/mysql", 3306),
    Chart("redis", "bitnami/redis", 6379, "-master"),
)
CHART_KINDS = frozenset({"Chart", "Release"})

ENGINES = {"aurorapostgresql": "aurora-postgresql", "auroramysql": "aurora-mysql"}
"""Members of `rds.EngineType`, without capitals and underscores → value; those of `rds.InstanceType` are spelled out:
`T3_Micro` is `db.t3.micro` (https://www.pulumi.com/registry/packages/aws/api-docs/rds/instance/#instancetype)."""
WRAPPERS = frozenset(
    "string stringptr int intptr bool boolptr float64 number output tosecret secret unsecret untyped tostring str stringify "
    "jsonstringify jsondumps dumps jsonmarshal bool_ all_".split()
)
"""Functions whose first argument is the value, without capitals and underscores."""
CONFIG_GETTERS = frozenset(
    "get getbool getint getfloat getnumber getsecret getsecretnumber getsecretint getobject require requirebool requireint "
    "requirefloat requirenumber requiresecret requiresecretint requireobject try trysecret tryint".split()
)
"""Methods of `pulumi.Config` that look a key up, likewise."""
