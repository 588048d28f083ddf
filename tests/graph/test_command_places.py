"""What a command line sets stands where its word stands, not where the command begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

SERVER = "services:\n  db:\n    image: postgres:16\n"
WEB = "services:\n  web:\n    build: .\n"
POD = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        image: shop
"""
IMAGE = 'FROM shop\nCMD ["gunicorn", "shop.wsgi", \\\n     "--workers", "6"]\n'


@pytest.mark.parametrize(
    ("command", "place"),
    [
        pytest.param("    command:\n      - postgres\n      - -c\n      - max_connections=80\n", (7, 9), id="list"),
        pytest.param("    command: >\n      postgres\n      -c max_connections=80\n", (6, 10), id="folded"),
        pytest.param("    command: >\n      postgres\n        -c max_connections=80\n", (6, 12), id="folded and indented"),
        pytest.param("    command: postgres -c max_connections=80\n", (4, 26), id="one line"),
        pytest.param("    command: |\n      sh -c '\n      exec postgres -c max_connections=80\n      '\n", (6, 24), id="script"),
        pytest.param("    command: postgres -N 80\n", (4, 14), id="under a short name, the command"),
        pytest.param("    command: postgres -c max_connections=${MOST:-80}\n", (4, 26), id="with a variable"),
        pytest.param("    command: [postgres, -c, 'max_connections=${MOST:-80}']\n", (4, 30), id="with a variable in a list"),
    ],
)
def test_parameters_of_servers(graph_of: Callable[..., Graph], command: str, place: tuple[int, int]) -> None:
    """The evidence for a server's parameter points at the word that sets it."""
    graph = graph_of({"compose.yaml": SERVER + command})
    most = graph.servers[0].max_connections

    assert 80 == most.value
    assert most.span is not None
    assert place == (most.span.line, most.span.column)


@pytest.mark.parametrize(
    ("files", "place"),
    [
        pytest.param(
            {"compose.yaml": WEB + "    command: >\n      gunicorn shop.wsgi\n        --workers 6\n        --bind :80\n"},
            (6, 19),
            id="compose",
        ),
        pytest.param({"compose.yaml": WEB + "    command: gunicorn shop.wsgi --workers=6\n"}, (4, 43), id="compose, one word"),
        pytest.param({"compose.yaml": WEB + "    command: gunicorn shop.wsgi -w6\n"}, (4, 35), id="compose, short"),
        pytest.param(
            {"deploy.yaml": POD + "        args:\n        - gunicorn\n        - shop.wsgi\n        - -w\n        - '6'\n"},
            (15, 12),
            id="pod",
        ),
        pytest.param({"Procfile": "web: gunicorn shop.wsgi -w 6\n"}, (1, 28), id="Procfile"),
        pytest.param(
            {"compose.yaml": WEB, "Dockerfile": IMAGE},
            (3, 20),
            id="Dockerfile",
        ),
    ],
)
def test_options_of_programs(graph_of: Callable[..., Graph], files: dict[str, str], place: tuple[int, int]) -> None:
    """The evidence for a number of processes points at the number."""
    graph = graph_of(files)
    processes = graph.workloads[0].processes

    assert 6 == processes.value
    assert processes.span is not None
    assert place == (processes.span.line, processes.span.column)
