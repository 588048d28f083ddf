"""Servers that a provider runs, as templates describe them: release, size, capacity, copies and parameters."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.join import joined
from poolaudit.extract.settings import hcl, yaml
from poolaudit.extract.surfaces import cloudformation, terraform
from poolaudit.facts.server import ServerConfig

AURORA = """
provider "aws" {}
module "db" {
  source                          = "terraform-aws-modules/rds-aurora/aws"
  name                            = "orders"
  engine                          = "aurora-postgresql"
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.id
  serverlessv2_scaling_configuration = {
    min_capacity = 0.5
    max_capacity = 1
  }
  instance_class = "db.serverless"
  instances      = { one = {}, two = {} }
}
resource "aws_rds_cluster_parameter_group" "this" {
  name   = "orders"
  family = "aurora-postgresql16"
}
"""
CLUSTER = """
provider "aws" {}
resource "aws_rds_cluster" "db" {
  cluster_identifier = "orders"
  engine             = "aurora-postgresql"
  engine_version     = "15.4"
}
resource "aws_rds_cluster_instance" "db" {
  count              = 3
  cluster_identifier = aws_rds_cluster.db.id
  instance_class     = "db.r6g.large"
}
"""
GOOGLE = """
provider "google" {}
resource "google_sql_database_instance" "db" {
  name             = "orders"
  database_version = "POSTGRES_15"
  settings {
    tier = "db-custom-2-7680"
  }
}
"""
DIGITALOCEAN = """
resource "digitalocean_database_cluster" "db" {
  name       = "orders"
  engine     = "pg"
  version    = "17"
  size       = "db-s-1vcpu-1gb"
  node_count = 2
}
"""
MODULES = """
provider "aws" {}
module "google" {
  source           = "terraform-google-modules/sql-db/google//modules/postgresql"
  name             = "orders"
  database_version = "POSTGRES_16"
  tier             = "db-custom-2-7680"
  database_flags   = [{ name = "max_connections", value = "300" }]
}
module "instance" {
  source             = "cloudposse/rds/aws"
  engine             = "postgres"
  engine_version     = "15"
  instance_class     = "db.t3.small"
  db_parameter_group = "postgres15"
  db_parameter       = [{ name = "max_connections", value = "150", apply_method = "immediate" }]
}
module "cluster" {
  source         = "cloudposse/rds-cluster/aws"
  engine         = "aurora-postgresql"
  cluster_family = "aurora-postgresql14"
  cluster_size   = 2
  instance_type  = "db.r6g.large"
}
module "cache" {
  source                 = "terraform-aws-modules/elasticache/aws"
  replication_group_id   = "queue"
  engine_version         = "7.1"
  node_type              = "cache.t4g.small"
  parameter_group_family = "redis7"
  parameters             = [{ name = "maxmemory-policy", value = "noeviction" }]
}
"""
TEMPLATE = """
Resources:
  Group:
    Type: AWS::RDS::DBClusterParameterGroup
    Properties: {Family: aurora-postgresql16}
  Db:
    Type: AWS::RDS::DBCluster
    Properties:
      DBClusterIdentifier: orders
      Engine: aurora-postgresql
      DBClusterParameterGroupName: !Ref Group
  One:
    Type: AWS::RDS::DBInstance
    Properties: {DBClusterIdentifier: !Ref Db, Engine: aurora-postgresql, DBInstanceClass: db.r6g.large}
  Two:
    Type: AWS::RDS::DBInstance
    Properties: {DBClusterIdentifier: !Ref Db, Engine: aurora-postgresql, DBInstanceClass: db.r6g.large}
"""


def _servers(text: str) -> list[ServerConfig]:
    if text.lstrip().startswith("Resources"):
        source = Source("template.yml", text)
        found = list(cloudformation.SURFACE.extract(source, yaml.read(source)))
    else:
        source = Source("main.tf", text)
        found = list(joined(terraform.extract(source, hcl.read(source)))[0])
    return [each for each in found if isinstance(each, ServerConfig)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(AURORA, ("16", "db.serverless", 2, "aws_rds_cluster_parameter_group.this"), id="a module of the registry"),
        pytest.param(CLUSTER, ("15.4", "db.r6g.large", 3, "default"), id="a cluster and its instances"),
        pytest.param(GOOGLE, ("15", "db-custom-2-7680", None, None), id="Cloud SQL"),
        pytest.param(DIGITALOCEAN, ("17", "db-s-1vcpu-1gb", 2, None), id="DigitalOcean"),
        pytest.param(TEMPLATE, ("16", "db.r6g.large", 2, "Group"), id="CloudFormation"),
    ],
)
def test_what_it_is(text: str, expected: tuple[str, str, int | None, str | None]) -> None:
    """Release, class, instances and group of parameters come from the resource or from what it names."""
    (server,) = _servers(text)

    assert expected == (server.version.value, server.instance_class.value, server.copies.value, server.parameter_group.value)


def test_unknown_copies() -> None:
    """Instances whose number a variable without a value gives are not counted."""
    (server,) = _servers(CLUSTER.replace("count              = 3", "count = var.many") + 'variable "many" {}\n')

    assert (None, "how many there are is not known") == (server.copies.value, server.copies.note)


def test_modules_of_the_registry() -> None:
    """What well-known modules are given is what their servers have."""
    assert [
        ("module.instance", "15", "db.t3.small", None, [("max_connections", "150")]),
        ("module.cluster", None, "db.r6g.large", 2, []),
        ("module.google", "16", "db-custom-2-7680", None, [("max_connections", "300")]),
        ("module.cache", "7.1", "cache.t4g.small", None, [("maxmemory-policy", "noeviction")]),
    ] == [
        (
            each.resource.address if each.resource is not None else "",
            each.version.value,
            each.instance_class.value,
            each.copies.value,
            [(name, value.value) for name, value in each.settings],
        )
        for each in _servers(MODULES)
    ]


REPLICATION = """
resource "aws_elasticache_parameter_group" "queue" {
  name   = "queue"
  family = "redis7"
  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }
}
resource "aws_elasticache_replication_group" "queue" {
  replication_group_id = "queue"
  engine_version       = "7.1"
  node_type            = "cache.t4g.micro"
  num_cache_clusters   = 2
  parameter_group_name = aws_elasticache_parameter_group.queue.name
}
"""
CACHE = """
Resources:
  Queue:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupId: queue
      NumNodeGroups: 1
      ReplicasPerNodeGroup: 1
      CacheNodeType: cache.t4g.micro
      EngineVersion: '7.1'
      CacheParameterGroupName: !Ref Settings
  Settings:
    Type: AWS::ElastiCache::ParameterGroup
    Properties: {CacheParameterGroupFamily: redis7, Properties: {maxmemory-policy: noeviction}}
"""


@pytest.mark.parametrize("text", [REPLICATION, CACHE], ids=["Terraform", "CloudFormation"])
def test_redis(text: str) -> None:
    """A replication group is a Redis server with its nodes and the parameters of its group."""
    (server,) = _servers(text)

    assert ("redis", "queue", "7.1", "cache.t4g.micro", 2, [("maxmemory-policy", "noeviction")]) == (
        server.engine,
        server.identifier.value,
        server.version.value,
        server.instance_class.value,
        server.copies.value,
        [(name, value.value) for name, value in server.settings],
    )


@pytest.mark.parametrize(
    ("text", "engines"),
    [
        pytest.param(
            'resource "aws_elasticache_serverless_cache" "a" {\n  engine = "valkey"\n  name = "a"\n}\n', ["redis"], id="valkey"
        ),
        pytest.param('resource "aws_elasticache_cluster" "a" {\n  engine = "memcached"\n}\n', [], id="memcached"),
        pytest.param('resource "aws_elasticache_cluster" "a" {\n  replication_group_id = "b"\n}\n', [], id="a node of a group"),
    ],
)
def test_which_caches_are_redis(text: str, engines: list[str]) -> None:
    """Only what speaks Redis is a server, and a node of a group is none of its own."""
    assert engines == [each.engine for each in _servers(text)]
