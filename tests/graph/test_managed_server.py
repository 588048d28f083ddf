"""Servers that a provider runs and a template describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

FORMULA_IS_NONE = "max_connections = {DBInstanceClassMemory/9531392} is no number"
HOST = "orders.abcdefghijkl.eu-west-1.rds.amazonaws.com"
APP = f"import asyncpg\n\n\nasync def main():\n    return await asyncpg.create_pool('postgresql://app@{HOST}/orders')\n"
GROUP = """
resource "aws_db_parameter_group" "orders" {
  family = "postgres16"
  parameter {
    name  = "max_connections"
    value = %s
  }
}
"""
INSTANCE = """
resource "aws_db_instance" "orders" {
  identifier           = "orders"
  engine               = "postgres"
  instance_class       = "db.t4g.small"
  parameter_group_name = aws_db_parameter_group.orders.name
}
"""
PLAIN = INSTANCE.replace("  parameter_group_name = aws_db_parameter_group.orders.name\n", "")
TEMPLATE = """
Resources:
  Parameters:
    Type: AWS::RDS::DBParameterGroup
    Properties: {Family: postgres16, Parameters: {max_connections: 150}}
  Orders:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceIdentifier: orders
      Engine: postgres
      DBInstanceClass: db.t4g.small
      DBParameterGroupName: !Ref Parameters
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"main.tf": GROUP % "150" + INSTANCE}, (150, 147, "")),
        ({"template.yaml": TEMPLATE}, (150, 147, "")),
        ({"main.tf": INSTANCE}, (None, None, "it follows from the memory of db.t4g.small")),
        ({"main.tf": PLAIN}, (None, None, "it follows from the memory of db.t4g.small, at most 225")),
        ({"main.tf": PLAIN.replace("t4g.small", "x9.small")}, (None, None, "it follows from the memory of db.x9.small")),
        ({"main.tf": GROUP % '"{DBInstanceClassMemory/9531392}"' + INSTANCE}, (None, None, FORMULA_IS_NONE)),
    ],
    ids=["Terraform", "CloudFormation", "by its class", "a bound by its class", "a class that nobody knows", "a formula"],
)
def test_the_limit_of_an_instance(
    files: dict[str, str], expected: tuple[int | None, int | None, str], graph_of: Callable[..., Graph]
) -> None:
    """A route to the host of an instance meets the limits of its parameter group, where those are numbers."""
    (route,) = graph_of({"app/db.py": APP, **files}).routes
    assert route.server is not None
    most = route.server.max_connections

    assert expected == (most.value, route.server.usable_connections.value, most.note if not most.is_known else "")


CLUSTER = """
Resources:
  Orders:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-postgresql
      EngineVersion: '16.4'
      ServerlessV2ScalingConfiguration: {MinCapacity: %s, MaxCapacity: %s}
"""


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        pytest.param("0.5", "1", (189, 186, ""), id="small"),
        pytest.param("0.5", "16", (2000, 1997, ""), id="bounded by the least"),
        pytest.param("1", "16", (3360, 3357, ""), id="not bounded"),
        pytest.param("1", "6", (None, None, "the manual does not tell it for 6 capacity units"), id="not told"),
    ],
)
def test_the_limit_of_a_serverless_cluster(
    least: str, most: str, expected: tuple[int | None, int | None, str], graph_of: Callable[..., Graph]
) -> None:
    """Capacity units give the connections that the manual tells for them, also where nobody is seen to connect."""
    (server,) = graph_of({"template.yaml": CLUSTER % (least, most)}).servers
    limit = server.max_connections

    assert ("Orders", "16.4") == (server.name, server.version.value)
    assert expected == (limit.value, server.usable_connections.value, limit.note if not limit.is_known else "")


@pytest.mark.parametrize(
    "files",
    [{"main.tf": INSTANCE.replace('"orders"\n', "var.name\n")}, {"a/main.tf": INSTANCE, "b/main.tf": INSTANCE}],
    ids=["identifier from a variable", "two of that name"],
)
def test_no_server_is_guessed(files: dict[str, str], graph_of: Callable[..., Graph]) -> None:
    """Without one resource of that name, nothing is known of the server."""
    (route,) = graph_of({"app/db.py": APP, **files}).routes

    assert route.server is None


GOOGLE = """
resource "google_sql_database_instance" "orders" {
  name             = "orders"
  database_version = "POSTGRES_17"
  settings {
    database_flags {
      name  = "max_connections"
      value = "100"
    }
  }
}
"""
AZURE = """
resource "azurerm_postgresql_flexible_server" "orders" {
  name = "acme-orders"
}

resource "azurerm_postgresql_flexible_server_configuration" "most" {
  name      = "max_connections"
  server_id = azurerm_postgresql_flexible_server.orders.id
  value     = "400"
}
"""


@pytest.mark.parametrize(
    ("template", "dsn", "expected"),
    [
        pytest.param(GOOGLE, "host=/cloudsql/acme:europe-west1:orders user=app dbname=orders", ("orders", 97), id="Cloud SQL"),
        pytest.param(GOOGLE, "host=/cloudsql/acme:europe-west1:other user=app dbname=orders", None, id="another instance"),
        pytest.param(AZURE, "host=acme-orders.postgres.database.azure.com dbname=orders", ("acme-orders", 397), id="Azure"),
    ],
)
def test_servers_of_other_providers(
    template: str, dsn: str, expected: tuple[str, int] | None, graph_of: Callable[..., Graph]
) -> None:
    """The name in the template stands at the end of a connection name, or is the first label of the host."""
    app = f"import psycopg_pool\n\npool = psycopg_pool.ConnectionPool('{dsn}')\n"
    (route,) = graph_of({"main.tf": template, "db.py": app}).routes

    assert expected == (route.server and (route.server.name, route.server.usable_connections.value))


OTHERS = """
Resources:
  Queue:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties: {EngineVersion: '7.1', CacheNodeType: cache.t4g.micro}
  Shop:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: mysql, EngineVersion: '8.4', DBInstanceClass: db.t4g.small}
  Settings:
    Type: AWS::RDS::DBParameterGroup
    Properties: {Family: mysql8.4, Parameters: {max_connections: 90}}
"""


def test_servers_that_nobody_is_seen_to_use(graph_of: Callable[..., Graph]) -> None:
    """MySQL and Redis of a provider are servers too; a group of parameters by itself is none."""
    found = graph_of({"template.yaml": OTHERS}).servers

    assert [("Shop", "mysql", "8.4", "it follows from the memory of db.t4g.small"), ("Queue", "redis", "7.1", "")] == [
        (each.name, each.engine, each.version.value, each.max_connections.note) for each in found
    ]
