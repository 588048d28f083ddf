"""Values of a chart are an example on their own, and a deployment with the values of an environment over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CHART = {
    "Dockerfile": "FROM python:3.12\nCMD uvicorn main:app --workers 2\n",
    "main.py": "import asyncpg, os\nasync def start():\n    return await asyncpg.create_pool(os.environ['DATABASE_URL'])\n",
    "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "chart/values.yaml": "replicaCount: 1\nimage: {repository: acme/shop}\nenv: {DATABASE_URL: postgresql://u@base/shop}\n",
    "chart/values-prod.yaml": "replicaCount: 4\nenv: {DATABASE_URL: postgresql://u@prod/shop}\n",
}


def test_chart(graph_of: Callable[..., Graph]) -> None:
    """Code runs in the default as in an example, and in each environment."""
    graph = graph_of(CHART)

    assert [("", "example", "base", 1), ("production", "code", "prod", 4)] == [
        (each.environment, each.context.value, each.endpoint.host.value, each.workload.replicas.value if each.workload else None)
        for each in graph.routes
    ]
    assert ["chart", "chart"] == [each.name for each in graph.workloads]


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        pytest.param("{enabled: false, maxReplicas: 9}", "{enabled: true, maxReplicas: 7}", 7, id="switched-on"),
        pytest.param("{enabled: true, maxReplicas: 9}", "", 9, id="still-on"),
        pytest.param("{enabled: true, maxReplicas: 9}", "{enabled: false}", 4, id="switched-off"),
        pytest.param("{enabled: false, maxReplicas: 9}", "{enabled: true}", None, id="limit-stands-elsewhere"),
    ],
)
def test_autoscaling(graph_of: Callable[..., Graph], base: str, over: str, expected: int | None) -> None:
    """Values of an environment switch the autoscaler on or off; a fixed number alone does not."""
    files = {
        **CHART,
        "chart/values.yaml": f"{CHART['chart/values.yaml']}autoscaling: {base}\n",
        "chart/values-prod.yaml": CHART["chart/values-prod.yaml"] + (f"autoscaling: {over}\n" if over else ""),
    }

    assert [expected] == [each.replicas.value for each in graph_of(files).workloads if each.environment == "production"]


def test_ready_made_images(graph_of: Callable[..., Graph]) -> None:
    """A component of a public image is left to its own chart."""
    files = {**CHART, "chart/values.yaml": CHART["chart/values.yaml"] + "postgresql: {image: {repository: bitnami/postgresql}}\n"}

    assert ((), ["chart", "chart"]) == (graph_of(files).servers, [each.name for each in graph_of(files).workloads])


def test_without_chart(graph_of: Callable[..., Graph]) -> None:
    """Values without a chart beside them are for somebody else's chart, which is deployed."""
    files = {path: text for path, text in CHART.items() if path != "chart/Chart.yaml" and "prod" not in path}
    graph = graph_of({path: text for path, text in files.items() if "templates" not in path})

    assert [("", "code")] == [(each.environment, each.context.value) for each in graph.routes]
