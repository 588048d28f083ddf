"""Constructs of the AWS CDK that run code, pool connections or are servers, by module and class.

Sources, read 2026-11-21: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-construct-library.html (2.220),
https://docs.aws.amazon.com/cdk/api/v2/python/index.html. Names of properties are compared without capitals and underscores, so
that those of TypeScript and of Python are one.
"""

from __future__ import annotations

LIBRARIES = ("aws-cdk-lib", "@aws-cdk/", "aws_cdk")
MODULES = frozenset({"aws_rds", "aws_lambda", "aws_lambda_nodejs", "aws_lambda_python_alpha", "aws_ecs", "aws_ecs_patterns"})
"""Modules that are looked at, under the names of Python's packages."""

FUNCTIONS = frozenset({"Function", "NodejsFunction", "PythonFunction", "DockerImageFunction"})
ADD_VARIABLE = frozenset({"addenvironment"})

GROUP = "ParameterGroup"
INSTANCES = {
    "DatabaseInstance": ("rds-instance", "rds-instance-mysql"),
    "DatabaseInstanceFromSnapshot": ("rds-instance", "rds-instance-mysql"),
    "DatabaseCluster": ("aurora-cluster", "aurora-cluster-mysql"),
    "DatabaseClusterFromSnapshot": ("aurora-cluster", "aurora-cluster-mysql"),
    "ServerlessCluster": ("aurora-cluster", "aurora-cluster-mysql"),
}
"""Class → what `catalog.providers` calls its endpoint, engine by engine."""
PROXY = "DatabaseProxy"
PROXY_ENDPOINTS = ("rds-proxy", "rds-proxy-mysql")
ADD_PROXY = "addproxy"
PROXY_SETTINGS = {
    "maxconnectionspercent": "max_connections_percent",
    "maxidleconnectionspercent": "max_idle_connections_percent",
    "borrowtimeout": "query_wait_timeout",
    "idleclienttimeout": "client_idle_timeout",
    "initquery": "connect_query",
    "sessionpinningfilters": "session_pinning_filters",
    "requiretls": "require_tls",
}
"""Property → name of the setting, PgBouncer's where the meaning is the same."""
PROXY_DEFAULTS = {"max_connections_percent": "100"}
"""What the construct writes where the code says nothing."""

HOSTS = frozenset({"endpoint", "dbinstanceendpointaddress", "instanceendpoint.hostname", "clusterendpoint.hostname"})
"""Attributes that are the host of a server or proxy."""
ADDRESSES = frozenset({"instanceendpoint.socketaddress", "clusterendpoint.socketaddress"})
"""Attributes that are host and port."""

TASKS = frozenset({"FargateTaskDefinition", "Ec2TaskDefinition", "TaskDefinition"})
ADD_CONTAINER = "addcontainer"
SERVICES = frozenset({"FargateService", "Ec2Service"})
PATTERNS = frozenset(
    {
        "ApplicationLoadBalancedFargateService", "ApplicationLoadBalancedEc2Service", "NetworkLoadBalancedFargateService",
        "QueueProcessingFargateService", "ApplicationMultipleTargetGroupsFargateService",
    }
)  # fmt: skip
SCALE = "autoscaletaskcount"
ENGINES = (("postgres", "postgresql"), ("mysql", "mysql"), ("mariadb", "mysql"))
"""Part of the name of an engine, in lower case → server family."""
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}
"""Methods of `Duration` that a timeout is made with."""
SOURCE_FOLDERS = frozenset({"lib", "bin", "src", "stacks"})
"""Folders of the code of stacks in the folder from which the CDK runs, to which the paths of assets are relative."""
