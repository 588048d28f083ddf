"""Modules of the public registry that make servers and functions, as the resource that each of them mostly is.

Sources, read 2026-11-21: https://registry.terraform.io/modules/terraform-aws-modules/rds/aws/6.12.0,
https://registry.terraform.io/modules/terraform-aws-modules/rds-aurora/aws/9.15.0,
https://registry.terraform.io/modules/terraform-aws-modules/lambda/aws/8.1.0,
https://registry.terraform.io/modules/terraform-aws-modules/elasticache/aws/1.10.0,
https://registry.terraform.io/modules/cloudposse/rds/aws/1.2.0, https://registry.terraform.io/modules/cloudposse/rds-cluster/aws/2.5.0,
https://registry.terraform.io/modules/terraform-google-modules/sql-db/google/26.2.0 (inputs and outputs).
"""

from __future__ import annotations

from poolaudit._records import dataclass


@dataclass(frozen=True, slots=True)
class RegistryModule:
    """One module, in the words of the resource that it makes."""

    source: str
    repository: str
    """Name of its repository, for sources that are addresses of git."""
    kind: str
    renamed: tuple[tuple[str, str], ...] = ()
    """Input → argument of the resource, where they differ."""
    inside: tuple[str, tuple[str, ...]] = ("", ())
    """Block of the resource, and the inputs that are its arguments."""
    hosts: tuple[str, ...] = ()
    """Outputs that are the host of the server."""
    addresses: tuple[str, ...] = ()
    """Outputs that are host and port."""
    group: str = ""
    """Resource of the parameters that it makes as well."""
    group_argument: str = ""
    parameters: tuple[str, ...] = ()
    """Input with a list of parameters (`name`, `value`), or the path to it."""
    variables: str = ""
    """Input with environment variables."""


MODULES = (
    RegistryModule(
        source="terraform-aws-modules/rds/aws",
        repository="terraform-aws-rds",
        kind="aws_db_instance",
        hosts=("db_instance_address",),
        addresses=("db_instance_endpoint",),
        group="aws_db_parameter_group",
        group_argument="parameter_group_name",
        parameters=("parameters",),
    ),
    RegistryModule(
        source="terraform-aws-modules/rds-aurora/aws",
        repository="terraform-aws-rds-aurora",
        kind="aws_rds_cluster",
        renamed=(("name", "cluster_identifier"),),
        hosts=("cluster_endpoint",),
        group="aws_rds_cluster_parameter_group",
        group_argument="db_cluster_parameter_group_name",
        parameters=("db_cluster_parameter_group_parameters",),
    ),
    RegistryModule(
        source="terraform-aws-modules/lambda/aws",
        repository="terraform-aws-lambda",
        kind="aws_lambda_function",
        variables="environment_variables",
    ),
    RegistryModule(
        source="terraform-aws-modules/elasticache/aws",
        repository="terraform-aws-elasticache",
        kind="aws_elasticache_replication_group",
        renamed=(("parameter_group_family", "family"),),
        group="aws_elasticache_parameter_group",
        group_argument="parameter_group_name",
        parameters=("parameters",),
    ),
    RegistryModule(
        source="cloudposse/rds/aws",
        repository="cloudposse/terraform-aws-rds",
        kind="aws_db_instance",
        renamed=(("db_parameter_group", "family"),),
        hosts=("instance_address",),
        addresses=("instance_endpoint",),
        group="aws_db_parameter_group",
        group_argument="parameter_group_name",
        parameters=("db_parameter",),
    ),
    RegistryModule(
        source="cloudposse/rds-cluster/aws",
        repository="cloudposse/terraform-aws-rds-cluster",
        kind="aws_rds_cluster",
        renamed=(("cluster_family", "family"), ("instance_type", "instance_class"), ("cluster_size", "instances")),
        hosts=("endpoint",),
        group="aws_rds_cluster_parameter_group",
        group_argument="db_cluster_parameter_group_name",
        parameters=("cluster_parameters",),
    ),
    *(
        RegistryModule(
            source=f"{owner}/sql-db/google//modules/{engine}",
            repository=f"{owner}/sql-db/google//modules/{engine}",
            kind="google_sql_database_instance",
            inside=("settings", ("tier", "database_flags")),
            hosts=("private_ip_address", "public_ip_address", "instance_first_ip_address"),
        )
        for owner in ("terraform-google-modules", "GoogleCloudPlatform")
        for engine in ("postgresql", "mysql")
    ),
)
