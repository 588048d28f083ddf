"""What a server's container may use, and what its connections may need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

MEBIBYTE = 1024 * 1024
COMPOSE = "services:\n  db:\n    image: postgres:16\n{more}"
LIMITS = "    deploy:\n      resources:\n        limits:\n          memory: {memory}\n          cpus: '{cpus}'\n"
CLUSTER = """apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: postgres
          image: postgres:16
          resources: {limits: {memory: 1Gi, cpu: 500m}}
"""


def seen(graph: Graph) -> tuple[object, ...]:
    """Limits and need of the only server."""
    (server,) = graph.servers
    return (server.memory_limit.value, server.cpus.value, server.memory_needed.value)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (LIMITS.format(memory="1G", cpus="2"), (1024 * MEBIBYTE, 2.0, (128 + 100 * 2) * MEBIBYTE)),
        ("    mem_limit: 512m\n    cpus: 0.5\n", (512 * MEBIBYTE, 0.5, (128 + 100 * 2) * MEBIBYTE)),
        (
            "    mem_limit: 512m\n    command: -c max_connections=10 -c shared_buffers=256MB -c work_mem=8MB\n",
            (512 * MEBIBYTE, None, (256 + 10 * 10) * MEBIBYTE),
        ),
        ("    mem_limit: ${MEM:-1g}\n", (1024 * MEBIBYTE, None, (128 + 100 * 2) * MEBIBYTE)),
        ("    mem_limit: ${MEM}\n", (None, None, None)),
        ("    cpus: ${CPUS:-3}\n", (None, 3.0, None)),
        ("    mem_limit: 1g\n    command: -c work_mem=$$MEM\n", (1024 * MEBIBYTE, None, None)),
        ("", (None, None, None)),
    ],
)
def test_compose(graph_of: Callable[..., Graph], more: str, expected: tuple[object, ...]) -> None:
    """Defaults of the server count: 128 MiB of buffers, 100 connections of 2 MiB; work_mem only where it is set."""
    assert expected == seen(graph_of({"docker-compose.yml": COMPOSE.format(more=more)}))


def test_a_later_file_replaces_the_limit(graph_of: Callable[..., Graph]) -> None:
    """An override changes the memory and leaves the CPUs."""
    override = "services:\n  db:\n    mem_limit: 2g\n"
    base = COMPOSE.format(more="    mem_limit: 1g\n    cpus: 1\n")
    graph = graph_of({"docker-compose.yml": base, "docker-compose.override.yml": override})

    assert (2048 * MEBIBYTE, 1.0) == seen(graph)[:2]


def test_kubernetes(graph_of: Callable[..., Graph]) -> None:
    """The limits of the container that runs the server."""
    assert (1024 * MEBIBYTE, 0.5, (128 + 100 * 2) * MEBIBYTE) == seen(graph_of({"k8s/db.yaml": CLUSTER}))


def test_a_patch_replaces_the_limit(graph_of: Callable[..., Graph]) -> None:
    """An overlay of Kustomize lays its limits over those of the base."""
    patch = (
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  template:\n    spec:\n      containers:\n"
        "        - name: postgres\n          resources: {limits: {memory: 4Gi}}\n"
    )
    files = {
        "base/db.yaml": CLUSTER,
        "base/kustomization.yaml": "resources: [db.yaml]\n",
        "prod/kustomization.yaml": "resources: [../base]\npatches: [{path: patch.yaml}]\n",
        "prod/patch.yaml": patch,
    }
    graph = graph_of(files)

    assert {(4096 * MEBIBYTE, 0.5)} <= {(each.memory_limit.value, each.cpus.value) for each in graph.servers}
