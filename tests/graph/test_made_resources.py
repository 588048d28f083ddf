"""Addresses that a configuration gives its workloads lead to what the same configuration makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.route import Route
    from poolaudit.graph.topology import Graph

CODE = "import os, asyncpg\npool = asyncpg.create_pool(os.environ['DATABASE_URL'], max_size=10)\n"
DATABASE = """
resource "aws_db_parameter_group" "this" {
  family = "postgres16"
  parameter {
    name  = "max_connections"
    value = "120"
  }
}
resource "aws_db_instance" "this" {
  engine               = "postgres"
  parameter_group_name = aws_db_parameter_group.this.name
}
resource "aws_db_proxy" "this" {
  name = "shop"
}
resource "aws_db_proxy_target" "this" {
  db_proxy_name          = aws_db_proxy.this.name
  db_instance_identifier = aws_db_instance.this.identifier
}
output "host" {
  value = aws_db_instance.this.address
}
output "proxy" {
  value = aws_db_proxy.this.endpoint
}
"""
SERVICE = """
provider "aws" {}
module "db" {
  source = "./db"
}
resource "aws_ecs_task_definition" "web" {
  requires_compatibilities = ["FARGATE"]
  container_definitions = jsonencode([
    { name = "web", image = "acme/app:1", environment = [{ name = "DATABASE_URL", value = "URL" }] },
    { name = "pgbouncer", image = "edoburu/pgbouncer:v1.24.1-p1", environment = [
      { name = "DB_HOST", value = module.db.host },
      { name = "POOL_MODE", value = "transaction" },
      { name = "LISTEN_PORT", value = "6432" },
    ] },
  ])
}
resource "aws_ecs_service" "web" {
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 6
}
"""


def _ways(routes: tuple[Route, ...]) -> list[tuple[str | None, str | None, int | None]]:
    return [
        (
            each.endpoint.kind.value,
            each.pooler.software if each.pooler is not None else None,
            each.server.usable_connections.value if each.server is not None else None,
        )
        for each in routes
    ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("postgresql://app@${module.db.host}/shop", [("direct", None, 117)], id="the server"),
        pytest.param("postgresql://app@${module.db.proxy}/shop", [("pooled", "rds-proxy", 117)], id="its proxy"),
        pytest.param("postgresql://app@localhost:6432/shop", [("pooled", "pgbouncer", 117)], id="a pooler in the same task"),
        pytest.param("postgresql://app@${module.db.none}/shop", [(None, None, None)], id="an output that is not there"),
    ],
)
def test_what_is_made(
    url: str, expected: list[tuple[str | None, str | None, int | None]], graph_of: Callable[..., Graph]
) -> None:
    """A connection string with the address of a module's resource leads to that resource, through a pooler too."""
    files = {
        "app/db.py": CODE,
        "app/Dockerfile": "FROM python\nCMD uvicorn app:app\n",
        "main.tf": SERVICE.replace('"URL"', f'"{url}"'),
        "db/main.tf": DATABASE,
    }

    assert expected == _ways(graph_of(files).routes)


def test_two_configurations(graph_of: Callable[..., Graph]) -> None:
    """A name of one configuration is nobody's address in another."""
    function = """
provider "aws" {}
resource "aws_lambda_function" "shop" {
  environment {
    variables = { DATABASE_URL = "postgresql://app@aws_db_instance.this/shop" }
  }
}
"""
    graph = graph_of({"app/db.py": CODE, "a/main.tf": 'provider "aws" {}\n' + DATABASE, "b/main.tf": function})

    assert [(None, None, None)] == _ways(graph.routes)


def test_a_module_that_is_called_twice(graph_of: Callable[..., Graph]) -> None:
    """Two servers at one place of a file are two: what one of them is asked for does not count at the other."""
    text = """
provider "aws" {}
module "orders" {
  source = "./db"
}
module "bills" {
  source = "./db"
}
resource "aws_lambda_function" "orders" {
  filename                       = data.archive_file.a.output_path
  reserved_concurrent_executions = 2
  environment {
    variables = { DATABASE_URL = "postgresql://app@${module.orders.host}/shop" }
  }
}
resource "aws_lambda_function" "bills" {
  filename                       = data.archive_file.b.output_path
  reserved_concurrent_executions = 3
  environment {
    variables = { DATABASE_URL = "postgresql://app@${module.bills.host}/shop" }
  }
}
data "archive_file" "a" {
  source_dir  = "${path.module}/a"
  output_path = "a.zip"
}
data "archive_file" "b" {
  source_dir  = "${path.module}/b"
  output_path = "b.zip"
}
"""
    graph = graph_of({"a/db.py": CODE, "b/db.py": CODE, "main.tf": text, "db/main.tf": DATABASE})

    assert [("module.orders.aws_db_instance.this", 1), ("module.bills.aws_db_instance.this", 1)] == [
        (each.name, len(each.terms)) for each in graph.fleets
    ]
