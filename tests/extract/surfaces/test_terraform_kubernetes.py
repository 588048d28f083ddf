"""Objects of Kubernetes that Terraform makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.kubernetes import Autoscaler, ConfigData, PodWorkload, ServiceName
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin
from poolaudit.scan import survey

if TYPE_CHECKING:
    from pathlib import Path

    from poolaudit.facts.fact import Fact

APPLIED = 'provider "kubernetes" {}\n'
POOLER = """\
variable "copies" { default = 2 }
variable "mode" { default = "transaction" }

resource "kubernetes_deployment_v1" "pooler" {
  metadata {
    name   = "pooler"
    labels = { app_name = "pooler" }
  }
  spec {
    replicas = var.copies
    selector { match_labels = { app_name = "pooler" } }
    template {
      metadata { labels = { app_name = "pooler" } }
      spec {
        container {
          name  = "pooler"
          image = "edoburu/pgbouncer:v1.23.1-p3"
          port { container_port = 5432 }
          env {
            name  = "POOL_MODE"
            value = var.mode
          }
          env {
            name  = "DB_HOST"
            value = aws_db_instance.main.address
          }
          env {
            name = "DB_PASSWORD"
            value_from {
              secret_key_ref {
                name = "db"
                key  = "password"
              }
            }
          }
          env_from {
            config_map_ref { name = "pooler" }
          }
          resources { limits = { memory = "64Mi" } }
        }
      }
    }
  }
}
"""
OTHERS = """\
resource "kubernetes_service" "pooler" {
  metadata { name = "pooler" }
  spec {
    selector = { app_name = "pooler" }
    port {
      port        = 6432
      target_port = 5432
    }
  }
}
resource "kubernetes_config_map" "pooler" {
  metadata { name = "pooler" }
  data = { DEFAULT_POOL_SIZE = "20" }
}
resource "kubernetes_secret" "db" {
  metadata { name = "db" }
  data = { password = "hunter2" }
}
resource "kubernetes_horizontal_pod_autoscaler_v2" "web" {
  metadata { name = "web" }
  spec {
    max_replicas = 9
    scale_target_ref {
      kind = "Deployment"
      name = "web"
    }
  }
}
resource "kubernetes_manifest" "job" {
  manifest = {
    apiVersion = "batch/v1"
    kind       = "Job"
    metadata   = { name = "migrate" }
    spec = {
      template = { spec = { containers = [{ name = "migrate", image = "shop", args = ["alembic", "upgrade", "head"] }] } }
    }
  }
}
"""


def _facts(folder: Path, **files: str) -> tuple[Fact, ...]:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_tfvars", ".tfvars").replace("_tf", ".tf")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return survey(folder).facts


def test_a_deployment(tmp_path: Path) -> None:
    """Blocks become lists, names those of manifests, and values are those of the configuration."""
    (workload,) = (each for each in _facts(tmp_path, main_tf=APPLIED + POOLER) if isinstance(each, PodWorkload))
    (container,) = workload.containers

    assert ("Deployment", "pooler", 2, Origin.WRITTEN, (("app_name", "pooler"),)) == (
        workload.kind,
        workload.name,
        workload.replicas.value,
        workload.replicas.origin,
        workload.labels,
    )
    assert ("edoburu/pgbouncer:v1.23.1-p3", [5432], 64 * 1024 * 1024, ["pooler"]) == (
        container.image.value,
        [each.port.container for each in container.ports],
        container.memory.value,
        [each.object for each in container.env_from],
    )
    assert [
        ("POOL_MODE", "transaction", Origin.WRITTEN, ()),
        ("DB_HOST", None, Origin.UNRESOLVED, ("aws_db_instance.main.address",)),
        ("DB_PASSWORD", None, Origin.UNRESOLVED, ()),
    ] == [
        (each.name, each.value.value.reveal() if each.value.value else None, each.value.origin, each.references)
        for each in container.env
    ]
    assert [("DB_PASSWORD", "db", "password")] == [(each.variable, each.object, each.key) for each in container.references]


def test_other_objects(tmp_path: Path) -> None:
    """Services select by labels, secrets hold plain text, and a manifest is taken as it is."""
    facts = _facts(tmp_path, main_tf=OTHERS)
    (service,) = (each for each in facts if isinstance(each, ServiceName))
    (scaler,) = (each for each in facts if isinstance(each, Autoscaler))
    (job,) = (each for each in facts if isinstance(each, PodWorkload))

    assert ((("app_name", "pooler"),), [(6432, 5432)]) == (service.selector, [(each.port, each.target) for each in service.ports])
    assert ("web", 9) == (scaler.target_name, scaler.maximum.value)
    assert ("Job", ("alembic", "upgrade", "head")) == (job.kind, job.containers[0].args.value)
    assert {"pooler": [("DEFAULT_POOL_SIZE", "20")], "db": [("password", "hunter2")]} == {
        each.name: [(entry.name, entry.value.value.reveal()) for entry in each.entries if entry.value.value]
        for each in facts
        if isinstance(each, ConfigData)
    }
    assert "hunter2" not in repr(facts)


def test_one_object_of_two_configurations(tmp_path: Path) -> None:
    """An object that each of two environments makes with values of its own is left out."""
    call = 'module "pooler" {\n  source = "../pooler"\n  copies = %d\n}\n'
    facts = _facts(tmp_path, pooler__main_tf=POOLER, staging__main_tf=call % 1, prod__main_tf=call % 4)

    assert [] == [each for each in facts if isinstance(each, PodWorkload)]


def test_the_pooler_of_a_cluster(tmp_path: Path) -> None:
    """Pods of Terraform are poolers as those of manifests are."""
    for name, text in (("pooler.tf", APPLIED + POOLER), ("others.tf", OTHERS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (pooler,) = survey(tmp_path).graph.poolers

    assert ("transaction", "20") == (pooler.mode.value, str(pooler.pool_size.value))


def test_a_server_of_a_module_that_is_not_here(tmp_path: Path) -> None:
    """A folder with nothing but a call of such a module is read, with its values in JSON."""
    files = {
        "main.tf": 'provider "azurerm" {}\nvariable "sku" {}\n'
        'module "db" {\n  source    = "git@github.com:acme/module-postgres"\n  pgsql_sku = var.sku\n}\n',
        "prod.tfvars.json": '{"sku": "D4"}\n',
    }

    assert [("prod", "D4", "prod.tfvars.json")] == [
        (each.resource.environment, each.instance_class.value, each.instance_class.span.path)
        for each in _facts(tmp_path, **files)
        if isinstance(each, ServerConfig) and each.resource is not None and each.instance_class.span is not None
    ]
