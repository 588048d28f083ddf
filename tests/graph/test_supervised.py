"""A container that starts supervisord says which programs that starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

POOL = "import asyncpg\n\nasync def pool():\n    return await asyncpg.create_pool('postgresql://app@db/shop')\n"
DOCKERFILE = "FROM python:3.12\nCOPY . .\nCOPY supervisord.conf /etc/supervisor/conf.d/supervisord.conf\nCMD {command}\n"
CONF = "[program:web]\ncommand=gunicorn shop.wsgi -w 4\n\n[program:work]\ncommand=celery -A shop worker\n"
START = "#!/bin/sh\nexec /usr/bin/supervisord -c /etc/supervisor/conf.d/supervisord.conf\n"
NAMED = "supervisord starts the programs of supervisord.conf: web, work"


@pytest.mark.parametrize(
    ("command", "files", "expected"),
    [
        pytest.param("supervisord -n", {"supervisord.conf": CONF}, ("supervisord", NAMED), id="by itself"),
        pytest.param("./start.sh", {"supervisord.conf": CONF, "start.sh": START}, ("supervisord", NAMED), id="by a script"),
        pytest.param(
            "supervisord -c /etc/other.conf",
            {"supervisord.conf": CONF},
            ("supervisord", "supervisord starts the programs of its file"),
            id="another file",
        ),
        pytest.param("./web", {"supervisord.conf": CONF}, (None, "its command starts no program that we know"), id="nothing"),
    ],
)
def test_programs_of_a_container(
    graph_of: Callable[..., Graph], command: str, files: dict[str, str], expected: tuple[str | None, str]
) -> None:
    """They are named, and how many processes that makes is not known."""
    compose = "services:\n  all:\n    build: .\n"
    graph = graph_of({"shop/db.py": POOL, "Dockerfile": DOCKERFILE.format(command=command), "compose.yml": compose, **files})
    found = next(each for each in graph.workloads if each.name == "all")

    assert expected == (found.program.value, found.processes.note)
