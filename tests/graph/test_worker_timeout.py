"""After what time a server kills a worker that is busy with one request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.facts.setting import Origin
from poolaudit.facts.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

COMPOSE = "services:\n  web:\n    build: .\n    command: {command}\n"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        pytest.param("gunicorn --timeout 20 app:app", (Seconds(20), Origin.WRITTEN), id="option"),
        pytest.param("gunicorn -t 20 -k sync app:app", (Seconds(20), Origin.WRITTEN), id="short option"),
        pytest.param("gunicorn --threads 1 -t20 app:app", (Seconds(20), Origin.WRITTEN), id="one thread"),
        pytest.param("gunicorn app:app", (Seconds(30), Origin.DEFAULT), id="default"),
        pytest.param("gunicorn --timeout 0 app:app", (None, Origin.ABSENT), id="none"),
        pytest.param("gunicorn --timeout 20 --threads 4 app:app", (None, Origin.ABSENT), id="threads"),
        pytest.param("gunicorn --timeout 20 -k gthread app:app", (None, Origin.ABSENT), id="gthread"),
        pytest.param("gunicorn --timeout 20 -k uvicorn.workers.UvicornWorker app:app", (None, Origin.ABSENT), id="asgi"),
        pytest.param("gunicorn --timeout 20 -k $CLASS app:app", (None, Origin.ABSENT), id="class of a variable"),
        pytest.param("gunicorn --timeout soon app:app", (None, Origin.UNRESOLVED), id="no number"),
        pytest.param("uvicorn app:app", (None, Origin.ABSENT), id="uvicorn"),
    ],
)
def test_of_a_command(graph_of: Callable[..., Graph], command: str, expected: tuple[object, Origin]) -> None:
    """Only sync workers with one thread have one."""
    (workload,) = graph_of({"docker-compose.yml": COMPOSE.format(command=command)}).workloads

    assert expected == (workload.request_timeout.value, workload.request_timeout.origin)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("timeout = 90\n", (Seconds(90), Origin.WRITTEN)),
        ("timeout = 90\nthreads = 2\n", (None, Origin.ABSENT)),
        ("import os\n\ntimeout = choose()\n", (None, Origin.UNRESOLVED)),
    ],
    ids=["written", "threads", "not known"],
)
def test_of_the_file(graph_of: Callable[..., Graph], settings: str, expected: tuple[object, Origin]) -> None:
    """The file of gunicorn says it where the command does not."""
    files = {"docker-compose.yml": COMPOSE.format(command="gunicorn app:app"), "gunicorn.conf.py": settings}
    (workload,) = graph_of(files).workloads

    assert expected == (workload.request_timeout.value, workload.request_timeout.origin)
