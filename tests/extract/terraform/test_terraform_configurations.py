"""What Terraform files of several folders say together."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.join import joined
from poolaudit.extract.settings.hcl import read
from poolaudit.extract.surfaces.terraform import extract
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.server import ServerConfig

PROVIDER = 'provider "aws" {}\n'
FUNCTION = """
resource "aws_lambda_function" "job" {
  reserved_concurrent_executions = COPIES
  environment {
    variables = { VALUE = EXPRESSION }
  }
}
"""
SERVICE = """
variable "name" {}
variable "copies" {
  default = 1
}
variable "env" {
  default = {}
}
resource "aws_ecs_task_definition" "this" {
  family                = var.name
  container_definitions = jsonencode([{
    name = var.name, image = "a/b:1", environment = [for k, v in var.env : { name = k, value = v }]
  }])
}
resource "aws_ecs_service" "this" {
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.copies
}
"""


def facts_of(files: dict[str, str]) -> list[object]:
    """What files say together; all of them must be read."""
    sources = [Source(path, text) for path, text in files.items()]
    facts, unread = joined(part for each in sources for part in extract(each, read(each)))
    assert () == unread
    return list(facts)


def value_of(expression: str, more: str = "") -> tuple[str | None, str]:
    """The value of a variable of a function, or why it is not known."""
    text = PROVIDER + more + FUNCTION.replace("EXPRESSION", expression).replace("COPIES", "1")
    (function,) = (each for each in facts_of({"main.tf": text}) if isinstance(each, Deployment))
    value = function.env[0].value
    return (value.value.reveal() if value.value is not None else None, value.note)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param('var.mode == "a" ? 1 : var.mode == "b" ? 2 : 3', ("2", ""), id="choices in a row"),
        pytest.param("var.none == null || var.missing == 1", ("true", ""), id="an or that one side decides"),
        pytest.param("!(var.size > 4) && true", ("false", ""), id="not"),
        pytest.param("var.size * 2 + 1", ("11", ""), id="arithmetic"),
        pytest.param("var.size / 2", ("2.5", ""), id="a fraction"),
        pytest.param('merge({ a = 1 }, { a = 2 })["a"]', ("2", ""), id="merge"),
        pytest.param('merge({ a = 1 }, var.missing)["a"]', (None, "set from var.missing"), id="merge with what is not known"),
        pytest.param('merge(var.missing, { a = 1 })["a"]', ("1", ""), id="merge over what is not known"),
        pytest.param('try(var.shape.other, "x")', ("x", ""), id="try"),
        pytest.param('coalesce(null, "", "y")', ("y", ""), id="coalesce"),
        pytest.param('lookup({ a = "b" }, "a", "c")', ("b", ""), id="lookup"),
        pytest.param('split("@", "a/b@sha256:1")[0]', ("a/b", ""), id="split"),
        pytest.param('join(",", [for n in ["a", "b", "c"] : upper(n) if n != "b"])', ("A,C", ""), id="a list of a loop"),
        pytest.param('{ for k, v in { x = "1" } : "${k}-y" => v }["x-y"]', ("1", ""), id="a mapping of a loop"),
        pytest.param('format("%s:%d", "db", var.size)', ("db:5", ""), id="format"),
        pytest.param('"${var.mode}-${var.size}"', ("b-5", ""), id="a template"),
        pytest.param('"${var.mode}-${var.missing}"', ("b-${var.missing}", "set from var.missing"), id="a template in part"),
        pytest.param("var.shape.size", ("7", ""), id="an optional attribute"),
        pytest.param("local.loop", (None, "set from local.loop"), id="what is made of itself"),
        pytest.param("length(var.shapes[*].size)", ("2", ""), id="splat"),
        pytest.param("data.aws_x.y.z", (None, "set from data.aws_x.y.z"), id="what is looked up"),
        pytest.param("random_password.x.result", (None, "set from random_password.x.result"), id="what Terraform makes up"),
        pytest.param('replace("a-b", "-", "_")', ("a_b", ""), id="replace"),
        pytest.param('replace("a1", "/[0-9]/", "_")', (None, "set from an expression"), id="a regular expression"),
    ],
)
def test_expressions(expression: str, expected: tuple[str | None, str]) -> None:
    """An expression comes to its value, or to the name that is not known."""
    more = """
variable "mode" { default = "b" }
variable "size" { default = 5 }
variable "none" { default = null }
variable "missing" {}
variable "shape" {
  type    = object({ size = optional(number, 7), none = optional(string) })
  default = {}
}
variable "shapes" { default = [{ size = 1 }, { size = 2 }] }
locals {
  loop  = local.other
  other = local.loop
}
"""
    assert expected == value_of(expression, more)


def test_a_module_for_each_environment() -> None:
    """A module is read with what it is called with, once for each file of values; values keep the place where they stand."""
    facts = facts_of(
        {
            "infra/main.tf": PROVIDER
            + 'variable "copies" {}\nmodule "web" {\n  source = "../modules/service"\n  name = "web"\n  copies = var.copies\n}\n',
            "infra/prod.tfvars": "copies = 9\n",
            "infra/dev.tfvars": "copies = 2\n",
            "modules/service/main.tf": SERVICE,
        }
    )
    found = [each for each in facts if isinstance(each, Deployment)]

    assert [
        ("web.web", "infra", "dev", 2, "infra/dev.tfvars"),
        ("web.web", "infra", "prod", 9, "infra/prod.tfvars"),
    ] == [
        (each.name, each.project, each.environment, each.replicas.value, each.replicas.span.path if each.replicas.span else "")
        for each in found
    ]


def test_copies_of_a_module() -> None:
    """`for_each` calls a module once for each key, `count` of zero not at all, an unknown one once for all."""
    facts = facts_of(
        {
            "main.tf": PROVIDER
            + 'module "each" {\n  source = "./service"\n  for_each = { a = 1, b = 2 }\n'
            + "  name = each.key\n  copies = each.value\n}\n"
            + 'module "none" {\n  source = "./service"\n  count = 0\n  name = "none"\n}\n'
            + 'module "some" {\n  source = "./service"\n  for_each = var.unknown\n  name = "some"\n}\n',
            "service/main.tf": SERVICE,
        }
    )

    assert [("each.a.a", 1), ("each.b.b", 2), ("some.some", 1)] == [
        (each.name, each.replicas.value) for each in facts if isinstance(each, Deployment)
    ]


def test_addresses_of_what_other_modules_make() -> None:
    """A value that is the address of a resource is its name in the whole configuration, which the resource has too."""
    facts = facts_of(
        {
            "main.tf": PROVIDER
            + 'module "db" {\n  source = "./db"\n}\n'
            + 'module "web" {\n  source = "./service"\n  name = "web"\n'
            + '  env = { URL = "postgres://app@${module.db.host}/shop", AT = module.db.endpoint }\n}\n',
            "db/main.tf": 'resource "aws_db_instance" "this" {\n  engine = "postgres"\n  identifier = "orders"\n}\n'
            'output "host" { value = aws_db_instance.this.address }\n'
            'output "endpoint" { value = aws_db_instance.this.endpoint }\n',
            "service/main.tf": SERVICE,
        }
    )
    (web,) = (each for each in facts if isinstance(each, Deployment))
    (server,) = (each for each in facts if isinstance(each, ServerConfig))

    assert ["postgres://app@module.db.aws_db_instance.this/shop", "module.db.aws_db_instance.this:5432"] == [
        each.value.value.reveal() for each in web.env if each.value.value is not None
    ]
    assert server.resource is not None
    assert ("", "", "module.db.aws_db_instance.this", "orders") == (
        server.resource.project,
        server.resource.environment,
        server.resource.address,
        server.identifier.value,
    )


def test_a_module_for_others_has_no_defaults() -> None:
    """What a module says by default, another may say otherwise; examples of it say nothing about it."""
    module = 'variable "percent" {\n  default = 90\n}\nresource "aws_db_proxy" "this" {\n  idle_client_timeout = var.percent\n}\n'
    facts = facts_of(
        {
            "main.tf": module,
            "examples/complete/main.tf": PROVIDER + 'module "proxy" {\n  source = "../../"\n  percent = 50\n}\n',
        }
    )
    (proxy,) = (each for each in facts if isinstance(each, PoolerConfig))

    assert (None, "set from var.percent") == (
        dict(proxy.settings)["client_idle_timeout"].value,
        dict(proxy.settings)["client_idle_timeout"].note,
    )


def test_values_that_stand_apart() -> None:
    """Files of values in a folder of environments are for the only module near them with all their variables."""
    files = {
        "stack/main.tf": 'terraform {\n  backend "s3" {}\n}\nvariable "copies" {}\n'
        + FUNCTION.replace("COPIES", "var.copies").replace("EXPRESSION", "1"),
        "other/main.tf": PROVIDER + 'variable "size" {}\n',
        "envs/prod/terraform.tfvars": "copies = 3\n",
        "envs/dev/eu/terraform.tfvars": "copies = 1\n",
        "envs/dev/us/terraform.tfvars": "copies = 2\n",
    }

    assert [("envs/dev/eu", 1), ("envs/dev/us", 2), ("prod", 3)] == [
        (each.environment, each.replicas.value) for each in facts_of(files) if isinstance(each, Deployment)
    ]


def test_dynamic_blocks() -> None:
    """`dynamic` stands for the blocks that it makes; one whose number is not known makes none that is read."""
    text = """
resource "aws_db_parameter_group" "a" {
  family = "postgres16"
  dynamic "parameter" {
    for_each = { max_connections = 300 }
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
  dynamic "parameter" {
    for_each = var.unknown
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}
"""
    (group,) = (each for each in facts_of({"main.tf": PROVIDER + text}) if isinstance(each, ServerConfig))

    assert [("max_connections", "300")] == [(name, value.value) for name, value in group.settings]


RENDER = """
resource "render_env_group" "db" {
  env_vars = { DB_HOST = { value = render_postgres.db.id }, MADE = { generate_value = true } }
}
resource "render_env_group_link" "db" {
  env_group_id = render_env_group.db.id
  service_ids  = [render_web_service.api.id]
}
resource "render_postgres" "db" {
  name = "orders"
  plan = "pro_4gb"
}
resource "render_web_service" "api" {
  autoscaling    = { enabled = true, min = 1, max = 4 }
  num_instances  = 2
  start_command  = "uvicorn a:a"
  runtime_source = { image = { image_url = "ghcr.io/a/b", tag = "1" } }
  env_vars       = { MODE = { value = "web" } }
}
resource "render_private_service" "bouncer" {
  runtime_source = { image = { image_url = "edoburu/pgbouncer" } }
}
"""


def test_render() -> None:
    """Services of Render have their groups' variables and are reached by their address."""
    facts = facts_of({"main.tf": PROVIDER + RENDER})
    api, bouncer = (each for each in facts if isinstance(each, Deployment))
    (server,) = (each for each in facts if isinstance(each, ServerConfig))

    assert ("ghcr.io/a/b:1", ("uvicorn", "a:a"), 4, "render") == (
        api.image.value, api.command.value, api.replicas.value, api.platform,
    )  # fmt: skip
    assert [("DB_HOST", "render_postgres.db"), ("MADE", None), ("MODE", "web")] == [
        (each.name, each.value.value.reveal() if each.value.value else None) for each in api.env
    ]
    assert (("render_private_service.bouncer",), 1) == (bouncer.hostnames, bouncer.replicas.value)
    assert ("orders", "pro_4gb") == (server.identifier.value, server.instance_class.value)


TASK = """
resource "aws_secretsmanager_secret" "url" {}
resource "aws_secretsmanager_secret_version" "url" {
  secret_id     = aws_secretsmanager_secret.url.id
  secret_string = jsonencode({ URL = "postgres://app:s3cret@127.0.0.1:6432/shop" })
}
resource "aws_service_discovery_private_dns_namespace" "in" {
  name = "shop.internal"
}
resource "aws_service_discovery_service" "web" {
  name = "web"
  dns_config {
    namespace_id = aws_service_discovery_private_dns_namespace.in.id
  }
}
resource "aws_ecs_task_definition" "web" {
  requires_compatibilities = ["FARGATE"]
  container_definitions = jsonencode([
    { name = "app", image = "a/b", secrets = [{ name = "URL", valueFrom = "${aws_secretsmanager_secret.url.arn}:URL::" }] },
    { name = "pgbouncer", image = "edoburu/pgbouncer:v1.24.1", portMappings = [{ containerPort = 6432 }] },
  ])
}
resource "aws_ecs_service" "web" {
  task_definition = aws_ecs_task_definition.web.arn
  service_registries {
    registry_arn = aws_service_discovery_service.web.arn
  }
}
"""


def test_containers_of_one_task() -> None:
    """Containers of a Fargate task share localhost and its name; a secret that the configuration writes has its value."""
    app, bouncer = (each for each in facts_of({"main.tf": PROVIDER + TASK}) if isinstance(each, Deployment))

    assert ("aws_ecs_task_definition.web", ("web.shop.internal",)) == (app.pod, app.hostnames)
    assert (app.pod, [6432]) == (bouncer.pod, [each.container for each in bouncer.ports])
    assert [("URL", "postgres://app:***@127.0.0.1:6432/shop")] == [
        (each.name, each.value.value.masked) for each in app.env if each.value.value is not None
    ]


def test_modules_that_call_themselves() -> None:
    """A module that calls itself many times comes to an end, behind which nothing is known."""
    calls = "".join(f'module "m{n}" {{\n  source = "./"\n}}\n' for n in range(9))
    facts = facts_of({"main.tf": PROVIDER + calls + FUNCTION.replace("EXPRESSION", "1").replace("COPIES", "2")})

    assert {2, None} == {each.replicas.value for each in facts if isinstance(each, Deployment)}
    assert len(facts) < 10_000  # nine calls, ten deep, would be three milliards


def test_work_is_bounded() -> None:
    """Names that double each other come to an end."""
    names = "".join(f'  a{n + 1} = "${{local.a{n}}}${{local.a{n}}}"\n' for n in range(60))

    assert ("${local.a58}" * 4, "set from local.a58") == value_of("local.a60", f'locals {{\n  a0 = "xxxxxxxxxx"\n{names}}}\n')


RUN = """
resource "google_sql_database_instance" "db" {
  name             = "orders"
  database_version = "POSTGRES_16"
}
resource "google_cloud_run_service" "web" {
  name = "web"
  template {
    metadata {
      annotations = { "autoscaling.knative.dev/maxScale" = "7" }
    }
    spec {
      container_concurrency = 40
      containers {
        image = "gcr.io/shop/web"
        env {
          name  = "DB_HOST"
          value = google_sql_database_instance.db.private_ip_address
        }
      }
    }
  }
}
"""


def test_cloud_run_in_its_first_form() -> None:
    """Instances are bounded by an annotation; the address of a server without flags is known too."""
    facts = facts_of({"main.tf": RUN})
    (web,) = (each for each in facts if isinstance(each, Deployment))
    (server,) = (each for each in facts if isinstance(each, ServerConfig))

    assert ("web", 7, 40, "cloud-run") == (web.name, web.replicas.value, web.concurrency.value, web.platform)
    assert [("DB_HOST", "google_sql_database_instance.db")] == [
        (each.name, each.value.value.reveal()) for each in web.env if each.value.value is not None
    ]
    assert ("postgresql", "orders", ()) == (server.engine, server.identifier.value, server.settings)


FETCHED = """
module "db" {
  source         = "terraform-aws-modules/rds/aws"
  version        = "6.12.0"
  identifier     = "orders"
  engine         = "postgres"
  family         = "postgres16"
  instance_class = "db.t4g.small"
  parameters     = [{ name = "max_connections", value = 300 }]
}
module "job" {
  source                         = "git::https://github.com/terraform-aws-modules/terraform-aws-lambda.git?ref=v8.1.0"
  for_each                       = toset(["a"])
  handler                        = "app.run"
  reserved_concurrent_executions = 4
  environment_variables = {
    HOST = module.db.db_instance_address
    AT   = module.db.db_instance_endpoint
    ARN  = module.db.arn
  }
}
module "other" {
  source = "acme/thing/aws"
  engine = "postgres"
}
"""


def test_modules_of_the_registry() -> None:
    """A well-known module is the resource that it makes, parameters and address and all; another one says nothing."""
    facts = facts_of({"main.tf": PROVIDER + FETCHED})
    (job,) = (each for each in facts if isinstance(each, Deployment))
    (server,) = (each for each in facts if isinstance(each, ServerConfig))

    assert ("orders", "db.t4g.small", [("max_connections", "300")], "module.db") == (
        server.identifier.value,
        server.instance_class.value,
        [(name, value.value) for name, value in server.settings],
        server.resource.address if server.resource is not None else "",
    )
    assert ("job[a]", 4, ("app.run",)) == (job.name, job.replicas.value, job.command.value)
    assert [("HOST", "module.db"), ("AT", "module.db:5432"), ("ARN", None)] == [
        (each.name, each.value.value.reveal() if each.value.value is not None else None) for each in job.env
    ]


@pytest.mark.parametrize(
    ("source", "engine"),
    [
        pytest.param("git::https://github.com/acme/modules.git//aks/postgres?ref=1", "postgresql", id="folder-of-a-repository"),
        pytest.param("git@github.com:acme/terraform-module-postgresql-flexible?ref=a", "postgresql", id="repository"),
        pytest.param("git@github.com:acme/cnp-module-redis", "redis", id="whose-it-is"),
        pytest.param("Azure/mysql/azurerm", "mysql", id="registry"),
        pytest.param("app.terraform.io/acme/rds-postgres/aws", "postgresql", id="private-registry"),
        pytest.param("./vendor/aks//aks/redis_managed", "redis", id="folder-that-is-not-here"),
        pytest.param("github.com/acme/terraform-postgres-backup", None, id="something-for-a-server"),
        pytest.param("terraform-aws-modules/security-group/aws//modules/postgresql", None, id="firewall"),
        pytest.param("git::https://github.com/acme/helm.git//helm/redis", None, id="chart"),
        pytest.param("git::https://github.com/acme/modules.git//postgres-redis", None, id="two-engines"),
        pytest.param("acme/database/aws", None, id="no-engine"),
        pytest.param("./here/redis", None, id="module-that-is-here"),
    ],
)
def test_servers_of_modules_that_are_not_here(source: str, engine: str | None) -> None:
    """A module that is not here makes the server that its name plainly says, and none where another word is in it."""
    facts = facts_of(
        {"main.tf": PROVIDER + f'module "db" {{\n  source = "{source}"\n}}\n', "here/redis/main.tf": 'variable "name" {}\n'}
    )

    assert ([engine] if engine else []) == [each.engine for each in facts if isinstance(each, ServerConfig)]


def test_what_the_call_of_such_a_module_says() -> None:
    """Version, size and parameters are those of the call, in each environment; its limit only if something says it."""
    files = {
        "main.tf": PROVIDER
        + 'variable "sku" {\n  default = "B1ms"\n}\nvariable "limit" {\n  default = null\n}\n'
        + 'module "db" {\n  source         = "git@github.com:acme/module-postgres-flexible"\n  version        = "3.1"\n'
        + '  server_version = "16"\n  primary_sku    = var.sku\n'
        + '  server_configuration = [{ name = "log_lock_waits", value = "on" }]\n}\n'
        + 'module "cache" {\n  source = "../vendor/redis"\n  sku    = "Standard"\n}\n'
        + 'resource "azurerm_postgresql_flexible_server_configuration" "most" {\n  count = var.limit != null ? 1 : 0\n'
        + '  name = "max_connections"\n  server_id = module.db.server_id\n  value = var.limit\n}\n',
        "prod.tfvars": 'sku = "D4"\nlimit = 400\n',
        "dev.tfvars": 'sku = "B2s"\n',
    }
    away = "the module that makes it is not in the repository"

    assert [
        ("dev", "module.db", "16", "B2s", {"log_lock_waits": "on", "max_connections": away}),
        ("dev", "module.cache", None, "Standard", {"maxclients": away}),
        ("prod", "module.db", "16", "D4", {"log_lock_waits": "on", "max_connections": "400"}),
        ("prod", "module.cache", None, "Standard", {"maxclients": away}),
    ] == [
        (
            each.resource.environment if each.resource is not None else "",
            each.resource.address if each.resource is not None else "",
            each.version.value,
            each.instance_class.value,
            {name: value.value or value.note for name, value in each.settings},
        )
        for each in facts_of(files)
        if isinstance(each, ServerConfig)
    ]


def test_values_in_json() -> None:
    """Values may be JSON, with places in that file; what tells where the state is kept sets no variable."""
    files = {
        "main.tf": PROVIDER
        + 'variable "copies" {}\nvariable "more" {}\n'
        + FUNCTION.replace("COPIES", "var.copies").replace("EXPRESSION", "var.more.name"),
        "config/production.tfvars.json": '{\n  "copies": 4\n}\n',
        "config/dev.tfvars.json": '{"copies": 2}\n',
        "config/dev.backend.tfvars": 'copies = "state"\n',
        "all.auto.tfvars.json": '{"more": {"name": "shop"}}\n',
        "terraform.tfvars.json": '{"copies": 1, "more": {"name": "first"}}\n',
    }

    assert [
        ("dev", 2, "config/dev.tfvars.json", 1, "shop"),
        ("production", 4, "config/production.tfvars.json", 2, "shop"),
    ] == [
        (
            each.environment,
            each.replicas.value,
            each.replicas.span.path if each.replicas.span else "",
            each.replicas.span.line if each.replicas.span else 0,
            each.env[0].value.value.reveal() if each.env[0].value.value else None,
        )
        for each in facts_of(files)
        if isinstance(each, Deployment)
    ]


def test_addresses_of_modules_that_are_not_here() -> None:
    """An output that is plainly the host is the server's name; any other is what only the module knows."""
    facts = facts_of(
        {
            "main.tf": PROVIDER
            + 'module "db" {\n  source = "git@github.com:acme/module-postgres"\n}\n'
            + 'module "any" {\n  source = "git@github.com:acme/module-network"\n}\n'
            + 'module "web" {\n  source = "./service"\n  name = "web"\n  env = {\n'
            + '    URL = "postgres://app@${module.db.host}/shop", STRING = module.db.connection_string, OTHER = module.any.host\n'
            + "  }\n}\n",
            "service/main.tf": SERVICE,
        }
    )
    (web,) = (each for each in facts if isinstance(each, Deployment))
    (server,) = (each for each in facts if isinstance(each, ServerConfig))

    assert [
        ("URL", "postgres://app@module.db/shop", ""),
        ("STRING", None, "set from module.db.connection_string"),
        ("OTHER", None, "set from module.any.host"),
    ] == [(each.name, each.value.value.reveal() if each.value.value is not None else None, each.value.note) for each in web.env]
    assert "module.db" == (server.resource.address if server.resource is not None else "")
