"""Scripts of package.json in place of their names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph
    from poolaudit.graph.workload import Workload

SCRIPTS = {
    "start": "NODE_ENV=production next start -p 3000",
    "serve": "pm2-runtime dist/main.js -i 4",
    "cluster": "pm2-runtime ecosystem.config.js",
    "api": "npm run serve",
    "deploy": "prisma migrate deploy && npm start",
    "all": "npm-run-all --serial deploy build serve",
    "both": "run-p build start",
    "some": "npm-run-all build:*",
    "build": "next build",
    "loop": "npm run loop",
    "quoted": "node 'x",
}
COMPOSE = """services:
  web:
    build: .
    command: {command}
    environment:
      DATABASE_URL: postgresql://app@db:5432/shop
  db:
    image: postgres:16
"""


def workload(graph: Graph) -> Workload:
    """The workload `web`."""
    (found,) = (each for each in graph.workloads if each.name == "web")
    return found


def built(graph_of: Callable[..., Graph], command: str, **more: str) -> Graph:
    """The graph of a service that runs a command beside its package.json."""
    return graph_of({"compose.yaml": COMPOSE.format(command=command), "package.json": json.dumps({"scripts": SCRIPTS}), **more})


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("npm start", ("node-framework", "serving", 1)),
        ("npm run -s start", ("node-framework", "serving", 1)),
        ("yarn start", ("node-framework", "serving", 1)),
        ("npm run api", ("pm2", None, 4)),
        ("pnpm serve", ("pm2", None, 4)),
        ("npm run cluster", ("pm2", None, None)),
        ("npm run deploy", ("node-framework", "serving", 1)),
        ("sh -c 'npm run deploy'", ("node-framework", "serving", 1)),
        ("npm run all", ("pm2", None, 4)),
        ("npm run both", ("node-framework", "serving", 1)),
        ("npx npm-run-all build serve", ("pm2", None, 4)),
        ("npm run some", (None, None, None)),
        ("npm run loop", (None, None, None)),
        ("npm run quoted", (None, None, None)),
        ("npm run missing", (None, None, None)),
        ("npm ci", (None, None, None)),
        ("npm --prefix web run start", (None, None, None)),
        ("node dist/main.js", ("node", None, 1)),
    ],
)
def test_a_script_stands_for_its_command(graph_of: Callable[..., Graph], command: str, expected: tuple[object, ...]) -> None:
    """Package managers run the script of that name, which may run others; a chain without an end runs nothing."""
    found = workload(built(graph_of, command))

    assert expected == (found.program.value, found.role.value, found.processes.value)


def test_the_script_is_evidence(graph_of: Callable[..., Graph]) -> None:
    """What is known of the workload rests on the script's own line."""
    found = workload(built(graph_of, "npm start")).role.evidence()

    assert [("script start of package.json", "package.json"), ("role = serving (node-framework)", "compose.yaml")] == [
        (each.text, each.span.path if each.span else "") for each in found
    ]


def test_a_migration_in_a_script_is_found(graph_of: Callable[..., Graph]) -> None:
    """A migration tool that a script starts connects as one in the command itself."""
    (found,) = built(graph_of, "npm run deploy").migrations

    assert ("prisma-migrate", "db") == (found.tool, found.endpoint.host.value)


def test_two_packages_beside_each_other_are_not_told_apart(graph_of: Callable[..., Graph]) -> None:
    """Where two folders of the build have scripts, and its root has none, neither is taken."""
    manifest = json.dumps({"scripts": SCRIPTS})
    files = {"compose.yaml": COMPOSE.format(command="npm start"), "a/package.json": manifest, "b/package.json": manifest}

    assert workload(graph_of(files)).program.value is None
