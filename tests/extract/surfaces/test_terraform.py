"""Terraform resources: what runs, what pools and what servers allow."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.join import joined
from poolaudit.extract.settings.hcl import read
from poolaudit.extract.surfaces.terraform import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin


def _facts(text: str) -> tuple[Source, list[object]]:
    source = Source("infra/main.tf", text)
    return source, list(joined(SURFACE.extract(source, read(source)))[0])


def test_functions_and_containers() -> None:
    """Reserved concurrency and autoscaling targets are the most copies; -1 reserves nothing."""
    _, facts = _facts(
        """
resource "aws_lambda_function" "api" {
  handler = "app.handler"
  reserved_concurrent_executions = 7
  environment {
    variables = { DB_HOST = aws_db_proxy.main.endpoint, URL = "postgres://u:s3cret@${var.h}/x", MODE = "on" }
  }
}
resource "aws_lambda_function" "job" {
  handler = "job.run"
  reserved_concurrent_executions = -1
}
resource "aws_ecs_task_definition" "web" {
  container_definitions = jsonencode([{
    name        = "site", image = "a/b:1", command = ["gunicorn", "a:a"]
    environment = [{ name = "A", value = "1" }]
  }])
}
resource "aws_ecs_service" "web" {
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 2
}
resource "aws_appautoscaling_target" "web" {
  max_capacity = 9
  resource_id  = "service/c/${aws_ecs_service.web.name}"
}
"""
    )
    api, job, site = (each for each in facts if isinstance(each, Deployment))

    assert [("api", "aws-lambda", 7), ("job", "aws-lambda", None), ("site", "aws-ecs", 9)] == [
        (each.name, each.platform, each.replicas.value) for each in (api, job, site)
    ]
    assert [("aws_db_proxy.main.endpoint",), ("var.h",), ()] == [each.references for each in api.env]
    assert [("DB_HOST", "set from aws_db_proxy.main.endpoint"), ("URL", "set from var.h"), ("MODE", "")] == [
        (each.name, each.value.note) for each in api.env
    ]
    assert (("gunicorn", "a:a"), "a/b:1", ["A"]) == (site.command.value, site.image.value, [each.name for each in site.env])
    assert "s3cret" not in repr(facts)


def test_cloud_run_and_container_apps() -> None:
    """Instances and requests at a time are bounded by the template."""
    _, facts = _facts(
        """
resource "google_cloud_run_v2_service" "web" {
  template {
    scaling { max_instance_count = 4 }
    max_instance_request_concurrency = 80
    containers {
      image = "g/x"
      env {
        name  = "A"
        value = "1"
      }
      env {
        name = "S"
        value_source { secret_key_ref { secret = "x" } }
      }
    }
  }
}
resource "azurerm_container_app" "app" {
  template {
    container {
      name  = "c"
      image = "h/y"
    }
  }
}
"""
    )
    web, app = (each for each in facts if isinstance(each, Deployment))

    assert [("web", "cloud-run", 4, 80), ("c", "container-apps", 10, None)] == [
        (each.name, each.platform, each.replicas.value, each.concurrency.value) for each in (web, app)
    ]
    assert [("A", Origin.WRITTEN), ("S", Origin.UNRESOLVED)] == [(each.name, each.value.origin) for each in web.env]


def test_poolers() -> None:
    """RDS proxies with their target groups, Azure's own PgBouncer and DigitalOcean's pools are managed poolers."""
    source, facts = _facts(
        """
resource "aws_db_proxy" "main" {
  idle_client_timeout = 900
}
resource "aws_db_proxy_default_target_group" "main" {
  db_proxy_name = aws_db_proxy.main.name
  connection_pool_config {
    max_connections_percent = 80
    init_query = var.q
    session_pinning_filters = ["EXCLUDE_VARIABLE_SETS"]
  }
}
resource "aws_db_proxy_target" "main" {
  db_proxy_name = aws_db_proxy.main.name
  db_cluster_identifier = aws_rds_cluster.shop[0].id
}
resource "azurerm_postgresql_flexible_server" "x" {
  sku_name = "B_Standard_B1ms"
}
resource "azurerm_postgresql_flexible_server_configuration" "on" {
  name = "pgbouncer.enabled"
  server_id = azurerm_postgresql_flexible_server.x.id
  value = "true"
}
resource "azurerm_postgresql_flexible_server_configuration" "size" {
  name = "pgbouncer.default_pool_size"
  server_id = azurerm_postgresql_flexible_server.x.id
  value = "30"
}
resource "digitalocean_database_connection_pool" "p" {
  name = "main-pool"
  mode = "transaction"
  size = 15
  db_name = "shop"
  user = "app"
}
"""
    )
    proxy, azure, pool = (each for each in facts if isinstance(each, PoolerConfig))

    assert [
        ("client_idle_timeout", "900", ""),
        ("session_pinning_filters", "EXCLUDE_VARIABLE_SETS", ""),
        ("max_connections_percent", "80", ""),
        ("connect_query", None, "set from var.q"),
        ("server", "aws_rds_cluster.shop", ""),
    ] == [(name, value.value, value.note) for name, value in proxy.settings]
    assert (
        "pgbouncer",
        [
            ("enabled", "true"),
            ("default_pool_size", "30"),
            ("listen_port", "6432"),
            ("pool_mode", "transaction"),
            ("max_client_conn", "5000"),
            ("max_prepared_statements", "0"),
            ("min_pool_size", "0"),
            ("tier", "B_Standard_B1ms"),
        ],
    ) == (
        azure.software,
        [(name, value.value) for name, value in azure.settings],
    )
    assert [("main-pool", [("dbname", "shop"), ("user", "app"), ("pool_size", "15")])] == [
        (each.name, [(name, value.value) for name, value in each.values]) for each in pool.entries
    ]
    assert (True, True, True) == (proxy.managed, azure.managed, pool.managed)
    assert "main-pool" == source.at(pool.entries[0].span)


def test_servers() -> None:
    """Parameter groups, flags and server parameters are configurations of servers."""
    _, facts = _facts(
        """
resource "aws_db_parameter_group" "p" {
  family = "postgres16"
  parameter {
    name  = "max_connections"
    value = 300
  }
}
resource "google_sql_database_instance" "g" {
  database_version = "POSTGRES_16"
  settings {
    database_flags {
      name  = "max_connections"
      value = "200"
    }
  }
}
resource "azurerm_postgresql_flexible_server_configuration" "c" {
  name = "max_connections"
  server_id = azurerm_postgresql_flexible_server.x.id
  value = var.n
}
"""
    )

    assert [
        ("postgresql", [("max_connections", "300")]),
        ("postgresql", [("max_connections", "200")]),
        ("postgresql", [("max_connections", None)]),
    ] == [
        (each.engine, [(name, value.value) for name, value in each.settings]) for each in facts if isinstance(each, ServerConfig)
    ]


def test_caches_of_other_providers() -> None:
    """Servers that speak Redis have the size and the release that their own arguments give."""
    _, facts = _facts(
        """
resource "google_memorystore_instance" "a" {
  instance_id    = "sessions"
  engine_version = "VALKEY_8_0"
  node_type      = "STANDARD_SMALL"
  shard_count    = 3
  replica_count  = 1
}
resource "google_redis_cluster" "b" {
  name      = "carts"
  node_type = "REDIS_SHARED_CORE_NANO"
}
resource "azurerm_managed_redis" "c" {
  name     = "queues"
  sku_name = "Balanced_B1"
}
resource "render_keyvalue" "d" {
  name = "limits"
  plan = "starter"
}
"""
    )

    assert {
        ("redis", "sessions", "STANDARD_SMALL", "8.0", None),
        ("redis", "carts", "REDIS_SHARED_CORE_NANO", None, None),
        ("redis", "queues", "Balanced_B1", None, None),
        ("redis", "limits", "starter", None, None),
    } == {
        (each.engine, each.identifier.value, each.instance_class.value, each.version.value, each.copies.value)
        for each in facts
        if isinstance(each, ServerConfig)
    }
