"""Which deployments run together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph
    from poolaudit.graph.workload import Workload

BASE = """services:
  web:
    build: .
    command: uvicorn app.main:app --workers 2
    environment:
      DATABASE_URL: postgresql://app@db/shop
      LOG: base
"""
DB = "services:\n  db:\n    image: postgres:16\n"


def running(graph: Graph) -> list[tuple[object, ...]]:
    """Project, environment, name and processes of every workload."""
    return [(each.deployment.project, each.environment, each.name, each.processes.value) for each in graph.workloads]


def variables(workload: Workload) -> dict[str, str]:
    """Variables that the manifest itself gives."""
    return {each.name: each.value.value.reveal() for each in workload.deployment.env if each.value.value is not None}


@pytest.mark.parametrize("name", ["docker-compose.override.yml", "docker-compose.override.yaml"])
def test_an_override_file_is_merged_into_the_base(graph_of: Callable[..., Graph], name: str) -> None:
    """Compose reads it without being told, so there is one environment, and its values win."""
    override = "services:\n  web:\n    command: uvicorn app.main:app --workers 3\n    environment:\n      LOG: mine\n"
    graph = graph_of({"docker-compose.yml": BASE, name: override})

    assert [("", "", "web", 3)] == running(graph)
    assert {"DATABASE_URL": "postgresql://app@db/shop", "LOG": "mine"} == variables(graph.workloads[0])


def test_a_file_of_an_environment_is_laid_over_the_base(graph_of: Callable[..., Graph]) -> None:
    """A service without image and build needs the base; both environments exist."""
    production = "services:\n  web:\n    command: uvicorn app.main:app --workers 8\n"
    graph = graph_of({"docker-compose.yml": BASE, "docker-compose.prod.yml": production})

    assert [("", "", "web", 2), ("", "production", "web", 8)] == running(graph)
    assert {"DATABASE_URL": "postgresql://app@db/shop", "LOG": "base"} == variables(graph.workloads[1])


def test_a_file_that_says_everything_stands_alone(graph_of: Callable[..., Graph]) -> None:
    """A file of an environment whose services are whole takes nothing from the base."""
    production = "services:\n  web:\n    image: shop/web\n    command: uvicorn app.main:app --workers 8\n"
    graph = graph_of({"docker-compose.yml": BASE, "docker-compose.prod.yml": production})

    assert [("", "", "web", 2), ("", "production", "web", 8)] == running(graph)
    assert {} == variables(graph.workloads[1])


def test_equal_names_in_different_folders_stay_apart(graph_of: Callable[..., Graph]) -> None:
    """A folder is a project, and its services do not see those of another one."""
    files = {"one/docker-compose.yml": BASE, "two/docker-compose.yml": BASE.replace("--workers 2", "--workers 5")}

    assert [("one", "", "web", 2), ("two", "", "web", 5)] == running(graph_of(files))


def test_a_service_extends_one_of_another_file(graph_of: Callable[..., Graph]) -> None:
    """What it does not say itself comes from there; a file that is only extended runs nothing by itself."""
    common = BASE.replace("  web:", "  app:")
    compose = (
        "services:\n  web:\n    extends: {file: common.compose.yml, service: app}\n    environment:\n      LOG: mine\n"
        "  db:\n    image: postgres:16\n"
    )
    graph = graph_of({"common.compose.yml": common, "docker-compose.yml": compose})

    assert [("", "", "web", 2), ("", "", "db", None)] == running(graph)
    assert {"DATABASE_URL": "postgresql://app@db/shop", "LOG": "mine"} == variables(graph.workloads[0])
    assert ("web",) == graph.workloads[0].deployment.hostnames


def test_extends_may_go_round_in_circles(graph_of: Callable[..., Graph]) -> None:
    """Two files that extend each other end, with what each of them says."""
    one = "services:\n  web:\n    extends: {file: b/docker-compose.yml, service: web}\n    command: uvicorn app:app\n"
    two = "services:\n  web:\n    extends: {file: ../docker-compose.yml, service: web}\n    image: shop/web\n"
    graph = graph_of({"docker-compose.yml": one, "b/docker-compose.yml": two})

    assert [("", "", "web", 1), ("b", "", "web", 1)] == running(graph)


def test_an_included_file_is_part_of_the_project(graph_of: Callable[..., Graph]) -> None:
    """Its services answer to those of the including file, and are not counted a second time."""
    code = "import os\n\nimport asyncpg\n\nasync def pool():\n    return await asyncpg.create_pool(os.environ['DATABASE_URL'])\n"
    files = {"app/db.py": code, "docker-compose.yml": "include:\n  - infra/compose.yml\n" + BASE, "infra/compose.yml": DB}
    graph = graph_of(files)

    assert [("", "", "web", 2), ("", "", "db", None)] == running(graph)
    assert ["db"] == [route.server.name for route in graph.routes if route.server is not None]


def test_files_of_any_name(graph_of: Callable[..., Graph]) -> None:
    """What a service extends or includes is read by its path, also from one such file to the next, and runs but once."""
    top = "include: [infra/cache.yml]\nservices:\n  web:\n    extends: {file: services.yml, service: web}\n"
    files = {
        "compose.yml": top,
        "services.yml": "services:\n  web:\n    extends: {file: base/python.yml, service: python}\n    image: acme/web\n",
        "base/python.yml": "services:\n  python:\n    command: gunicorn --workers 3 app:app\n",
        "infra/cache.yml": "services:\n  cache:\n    image: redis:7\n",
        "other.yml": "services:\n  left:\n    image: acme/left\n",
    }

    assert [("", "", "web", 3), ("", "", "cache", None)] == running(graph_of(files))


def test_an_included_file_may_include_another(graph_of: Callable[..., Graph]) -> None:
    """The outermost file gives the project."""
    middle = "include: [deep/compose.yml]\nservices:\n  cache:\n    image: redis:7\n"
    files = {"compose.yml": "include: [a/compose.yml]\n" + BASE, "a/compose.yml": middle, "a/deep/compose.yml": DB}

    assert [("", "", "web", 2), ("", "", "cache", None), ("", "", "db", None)] == sorted(
        running(graph_of(files)), key=lambda each: ["web", "cache", "db"].index(str(each[2]))
    )


def test_files_that_include_each_other_stay_apart(graph_of: Callable[..., Graph]) -> None:
    """Compose refuses them; nothing hangs."""
    files = {"compose.yml": "include: [a/compose.yml]\n" + BASE, "a/compose.yml": "include: [../compose.yml]\n" + DB}

    assert [("", "", "web", 2), ("a", "", "db", None)] == running(graph_of(files))


def test_a_sample_is_an_environment_of_its_own(graph_of: Callable[..., Graph]) -> None:
    """A sample beside the real file is not merged into it."""
    files = {"docker-compose.yml": BASE, "docker-compose.yml.example": BASE.replace("--workers 2", "--workers 9")}

    assert [("", "", "web", 2), ("", "example", "web", 9)] == running(graph_of(files))


def test_lines_of_a_procfile_run_side_by_side(graph_of: Callable[..., Graph]) -> None:
    """Each process type is a workload."""
    graph = graph_of({"Procfile": "web: gunicorn -w 3 app:app\nworker: celery -A app worker -c 2\n"})

    assert [("", "", "web", 3), ("", "", "worker", 2)] == running(graph)
