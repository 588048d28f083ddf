"""AWS resources that run code, pool connections or set server parameters, as CloudFormation and SAM name their properties.

Sources, read 2026-11-21: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html,
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html,
https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html (1,000 per region and account unless raised),
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-managing.html.
"""

from __future__ import annotations

from poolaudit._records import dataclass

FUNCTIONS = ("AWS::Serverless::Function", "AWS::Lambda::Function")
TASK_DEFINITION = "AWS::ECS::TaskDefinition"
SERVICE = "AWS::ECS::Service"
SCALABLE_TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
PROXY = "AWS::RDS::DBProxy"
TARGET_GROUP = "AWS::RDS::DBProxyTargetGroup"
PARAMETER_GROUPS = ("AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup")

CAPACITY = ("ServerlessV2ScalingConfiguration", "ScalingConfiguration")
"""Blocks of a cluster with the capacity units of Aurora Serverless, version 2 and 1:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html."""
INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
OF_CLUSTER = "DBClusterIdentifier"
DATABASES = (
    ("AWS::RDS::DBInstance", "DBInstanceIdentifier", "DBParameterGroupName"),
    ("AWS::RDS::DBCluster", "DBClusterIdentifier", "DBClusterParameterGroupName"),
)
"""Resource, properties with its identifier and its parameter group."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A resource that is a Redis server; the names are those of its properties."""

    kind: str
    named: str
    version: str = "EngineVersion"
    size: str = ""
    group: str = ""
    engine: str = ""
    """What it is where `Engine` does not say it; empty where nothing but that tells."""


CACHES = (
    Cache(
        "AWS::ElastiCache::ReplicationGroup",
        "ReplicationGroupId",
        size="CacheNodeType",
        group="CacheParameterGroupName",
        engine="redis",
    ),
    Cache("AWS::ElastiCache::CacheCluster", "ClusterName", size="CacheNodeType", group="CacheParameterGroupName"),
    Cache("AWS::ElastiCache::ServerlessCache", "ServerlessCacheName", version="MajorEngineVersion"),
    Cache("AWS::MemoryDB::Cluster", "ClusterName", size="NodeType", engine="redis"),
)
CACHE_ENGINES = ("redis", "valkey")
CACHE_PARAMETERS = "AWS::ElastiCache::ParameterGroup"
NODES, REPLICAS = ("NumCacheClusters", "NumCacheNodes"), "ReplicasPerNodeGroup"

LAMBDA = "aws-lambda"
ECS = "aws-ecs"
UNRESERVED = "no concurrency is reserved, so that the account's limit holds"

TARGETS = ("DBInstanceIdentifiers", "DBClusterIdentifiers")

ADDRESSES = frozenset({"address", "endpoint", "cluster_endpoint"})
"""Last parts, in lower case, of attributes that give the address of a server which takes writes: `Endpoint.Address`, `endpoint`."""
PROXY_SETTINGS = (
    ("EngineFamily", "engine_family"),
    ("MaxConnectionsPercent", "max_connections_percent"),
    ("MaxIdleConnectionsPercent", "max_idle_connections_percent"),
    ("ConnectionBorrowTimeout", "query_wait_timeout"),
    ("InitQuery", "connect_query"),
    ("SessionPinningFilters", "session_pinning_filters"),
    ("IdleClientTimeout", "client_idle_timeout"),
    ("RequireTLS", "require_tls"),
)
"""Property → name of the setting, which is PgBouncer's where the meaning is the same."""
FAMILIES = (
    ("postgres", "postgresql"),
    ("aurora-postgresql", "postgresql"),
    ("mysql", "mysql"),
    ("mariadb", "mysql"),
    ("aurora-mysql", "mysql"),
)
"""Beginning of a parameter group's family → server family."""
