"""Environments in which the code of a file runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CODE = "import postgres from 'postgres';\nexport const sql = postgres(process.env.DATABASE_URL);\n"
VERCEL = '{"functions": {"api/*.js": {"maxDuration": 9}}}'
URL = "DATABASE_URL=postgresql://app@db.example/shop\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, [("", None, "Vercel Functions")], id="none"),
        pytest.param(
            {".env.example": URL},
            [("", None, "Vercel Functions"), ("example", "db.example", "Vercel Functions")],
            id="an example says what to enter",
        ),
        pytest.param(
            {".env.production": URL},
            [("", None, "Vercel Functions"), ("production", "db.example", "Vercel Functions")],
            id="production goes along",
        ),
        pytest.param({".env": URL}, [("", "db.example", ""), ("", None, "Vercel Functions")], id="a machine of its own"),
        pytest.param(
            {"docker-compose.yml": "services:\n  web:\n    build: .\n", ".env.example": URL},
            [("", None, "Vercel Functions"), ("", None, "")],
            id="compose names its env files",
        ),
    ],
)
def test_env_files_beside_a_platform(
    files: dict[str, str], expected: list[tuple[str, str | None, str]], graph_of: Callable[..., Graph]
) -> None:
    """Where only the platform has the variables, env files tell them: for the platform, or for another machine."""
    graph = graph_of({"vercel.json": VERCEL, "api/db.js": CODE, **files})

    assert expected == [
        (each.environment, each.endpoint.host.value, each.workload.platform if each.workload else "") for each in graph.routes
    ]


FUNCTION = """resource "aws_lambda_function" "shop" {
  handler = "db.handler"
  environment {
    variables = {
      DATABASE_URL = "postgresql://app@db.example/shop"
    }
  }
}
"""
APP = """resource "azurerm_linux_function_app" "shop" {
  app_settings = {
    DATABASE_URL = "postgresql://app@db.example/shop"
  }
}
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"main.tf": FUNCTION}, [("db.example", "AWS Lambda")], id="Lambda"),
        pytest.param({"main.tf": APP}, [("db.example", "Azure Functions")], id="Azure Functions"),
        pytest.param(
            {"main.tf": FUNCTION, "jobs.tf": FUNCTION.replace("shop", "jobs")}, [(None, "")], id="one of several functions"
        ),
        pytest.param({"main.tf": FUNCTION, ".env": URL.replace("db.", "other.")}, [("other.example", "")], id="an env file"),
        pytest.param(
            {"main.tf": FUNCTION, "docker-compose.yml": "services:\n  api:\n    image: acme/api\n"}, [(None, "")], id="compose"
        ),
    ],
)
def test_the_only_deployment(
    files: dict[str, str], expected: list[tuple[str | None, str]], graph_of: Callable[..., Graph]
) -> None:
    """A manifest that names no folder still tells the variables of the code where it is the only one."""
    graph = graph_of({"src/db.js": CODE, **files})

    assert expected == [(each.endpoint.host.value, each.workload.platform if each.workload else "") for each in graph.routes]


@pytest.mark.parametrize(
    ("compose", "path", "expected"),
    [
        pytest.param("docker-compose.yml", "app/db.py", ["web"], id="code"),
        pytest.param("docker-compose.yml", "tests/db.py", [""], id="tests"),
        pytest.param("docker-compose.test.yml", "tests/db.py", ["web"], id="tests in a deployment for tests"),
    ],
)
def test_who_runs_tests(compose: str, path: str, expected: list[str], graph_of: Callable[..., Graph]) -> None:
    """A deployment that holds tests does not run them, unless it is there for tests."""
    code = "import os\n\nfrom sqlalchemy import create_engine\n\nengine = create_engine(os.environ['DATABASE_URL'])\n"
    graph = graph_of({path: code, compose: "services:\n  web:\n    build: .\n    command: uvicorn app.main:app\n"})

    assert expected == [each.workload.name if each.workload else "" for each in graph.routes]


def test_functions_beside_a_dockerfile(graph_of: Callable[..., Graph]) -> None:
    """Functions run neither the command of an image nor with its variables."""
    dockerfile = "FROM node:24\nENV DATABASE_URL=postgresql://app@db.example/shop\nCOPY . .\nCMD node api/db.js\n"
    graph = graph_of({"vercel.json": VERCEL, "api/db.js": CODE, "Dockerfile": dockerfile})

    assert [(None, None)] == [
        (each.endpoint.host.value, each.workload.program.value if each.workload else "") for each in graph.routes
    ]
