"""Clients that a module opens only where it is started itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PROBE = """from sqlalchemy import create_engine


def probe(url, size):
    engine = create_engine(url, pool_size=size)
    return engine
"""
MODULE = """from sqlalchemy import create_engine

from app.probe import probe

engine = create_engine("postgresql://app@db/shop", pool_size=3)

if __name__ == "__main__":
    ready = {}
"""
DIRECT = MODULE.format('create_engine("postgresql://app@db/shop", pool_size=1)')
CALLED = MODULE.format('probe("postgresql://app@db/shop", 1)')
OTHERWISE = DIRECT.replace("==", "!=")
BRANCHES = PROBE.replace(
    "    engine = create_engine(url, pool_size=size)\n",
    '    if url.startswith("sqlite"):\n        engine = create_engine(url)\n    else:\n'
    "        engine = create_engine(url, pool_size=size)\n",
)
DOCKERFILE = "FROM python:3.12\nCOPY . .\n"
SCRIPT = "#!/bin/sh\npython -m app.migrate\nexec {}\n"


def _sizes(graph: Graph) -> list[object]:
    return [each.client.pool.max_size.value for each in graph.routes]


def _files(code: str, command: str, probe: str = PROBE) -> dict[str, str]:
    compose = f"services:\n  web:\n    build: .\n    command: {command}\n"
    return {
        "app/__init__.py": "",
        "app/probe.py": probe if "probe(" in code else "",
        "app/db.py": code,
        "app/main.py": "from app.db import engine\n",
        "Dockerfile": DOCKERFILE,
        "compose.yml": compose,
    }


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("uvicorn app.main:app", [3]),
        ("uvicorn app.db:app", [3]),
        ("python -m uvicorn app.main:app", [3]),
        ("python app/main.py", [3]),
        ("python -c 'import app.db'", [3]),
        ("sh -c 'python -m app.main && gunicorn app.main:app'", [3]),
        ("python -m app.db", [3, 1]),
        ("python -u app/db.py", [3, 1]),
        ("sh -c 'python -m app.db && uvicorn app.main:app'", [3, 1]),
        ("./start.sh", [3, 1]),
        ("make run", [3, 1]),
    ],
)
@pytest.mark.parametrize("code", [DIRECT, CALLED], ids=["direct", "called"])
def test_only_the_module_that_is_started_is_main(
    graph_of: Callable[..., Graph], code: str, command: str, expected: list[int]
) -> None:
    """A module that others import is not `__main__`; a command that is not understood may start anything."""
    assert expected == _sizes(graph_of(_files(code, command)))


@pytest.mark.parametrize(("command", "expected"), [("uvicorn app.main:app", [3]), ("python -m app.db", [3, 1])])
def test_what_a_script_starts_counts(graph_of: Callable[..., Graph], command: str, expected: list[int]) -> None:
    """The commands of an entry point that stands in the tree are read."""
    files = {**_files(DIRECT, "./start.sh"), "start.sh": SCRIPT.format(command)}

    assert expected == _sizes(graph_of(files))


def test_the_other_branch_is_that_of_an_import(graph_of: Callable[..., Graph]) -> None:
    """What stands under `!=` is for those who import the module."""
    sizes = [_sizes(graph_of(_files(OTHERWISE, command))) for command in ("uvicorn app.main:app", "python -m app.db")]

    assert [[3, 1], [3]] == sizes


def test_every_branch_is_there_where_nothing_is_deployed(graph_of: Callable[..., Graph]) -> None:
    """Anybody may start a module."""
    assert [3, 1] == _sizes(graph_of({"app/db.py": DIRECT}))


def test_the_condition_of_a_call_joins_that_of_the_function(graph_of: Callable[..., Graph]) -> None:
    """Of what a function opens for an address, the call under `__main__` opens nothing where that is not started."""
    sizes = [_sizes(graph_of(_files(CALLED, command, BRANCHES))) for command in ("uvicorn app.main:app", "python -m app.db")]

    assert [[3], [3, 1]] == sizes
