"""What builds style sheets beside an application is no client of its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

APP = 'import os\n\nimport psycopg\n\npsycopg.connect(os.environ["DATABASE_URL"])\n'


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("bundle exec bin/rails tailwindcss:watch 2>/dev/null", ["web"]),
        ("yarn build:css --watch", ["web"]),
        ("npx esbuild app.js --watch", ["web"]),
        ("npm run both", ["both", "web"]),
        ("bin/rails server", ["both", "web"]),
        ("rake jobs:work", ["both", "web"]),
        ("sass a b && python app.py", ["both", "web"]),
    ],
)
def test_process_types(graph_of: Callable[..., Graph], command: str, expected: list[str]) -> None:
    """A process that only runs builders of assets is left out; any other may run the code."""
    package = '{"scripts": {"build:css": "tailwindcss -i a -o b", "both": "tsc && node x.js"}}'
    files = {"Procfile": f"web: python app.py\nboth: {command}\n", "app.py": APP, "package.json": package}
    routes = graph_of(files).routes

    assert expected == sorted(each.workload.name for each in routes if each.workload is not None)


def test_a_container_that_waits(graph_of: Callable[..., Graph]) -> None:
    """What runs in it is started by hand, so how often is not known."""
    compose = "services:\n  app:\n    build: .\n    command: sleep infinity\n"
    workload = graph_of({"docker-compose.yml": compose, "Dockerfile": "FROM python\n"}).workloads[0]

    assert "its command only waits (sleep infinity), and what runs there is started by hand" == workload.processes.note
