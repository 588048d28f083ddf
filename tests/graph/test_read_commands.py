"""Command lines as the programs that they start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.graph.read_commands import last_of_shell, main_program, unwrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("a && exec b -c", ("b", "-c"), id="chain"),
        pytest.param("a && \\\n  b && \\\nexec c d", ("c", "d"), id="lines-that-go-on"),
        pytest.param("a", ("a",), id="alone"),
        pytest.param("a; b &", (), id="nothing-keeps-running"),
    ],
)
def test_last_of_shell(script: str, expected: tuple[str, ...]) -> None:
    """The last command of a script is found behind programs that only start it."""
    assert expected == last_of_shell(("/bin/sh", "-c", script))


def test_no_shell() -> None:
    """A command line without a shell has no script."""
    assert () == last_of_shell(("a", "&&", "b"))


def test_continued_lines() -> None:
    """A line that goes on is no word of its own."""
    assert ("a", "&&", "b", "c") == unwrapped(("sh", "-c", "a && \\\nb \\\n  c"))


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        pytest.param("alembic upgrade head", "alembic", id="a migration"),
        pytest.param("alembic upgrade head && uvicorn shop:app", "uvicorn", id="a migration, then a server"),
        pytest.param("uvicorn shop:app || alembic upgrade head", "uvicorn", id="the other way round"),
        pytest.param("alembic upgrade head && ./serve", None, id="a migration, then something else"),
        pytest.param("set -e; alembic upgrade head; echo done; exit 0", "alembic", id="a migration, then nothing that runs"),
        pytest.param("if [ x ]; then alembic upgrade head; fi", "alembic", id="under a condition"),
        pytest.param("npx prisma migrate deploy && dotenv -e .env -- cross-env A=1 node a.js", "node", id="with more variables"),
        pytest.param("cross-env NODE_ENV=production node main.js", "node", id="with one variable"),
        pytest.param("env-cmd -f .env.prod node main.js", "node", id="with those of a file"),
        pytest.param("npx dotenv -e .env node main.js", "node", id="behind another one"),
        pytest.param("dotenvx run -f .env.prod -- node main.js", "node", id="behind its own word"),
        pytest.param("doppler run node main.js", "node", id="without a mark"),
        pytest.param("dotenv", None, id="nothing behind it"),
    ],
)
def test_the_program_that_stays(command: str, expected: str | None) -> None:
    """The last program that does not migrate runs; a migration does where nothing follows that may run."""
    found = main_program(("sh", "-c", command))

    assert expected == (found.runtime.name if found is not None else None)


def test_a_built_pooler(graph_of: Callable[..., Graph]) -> None:
    """A pooler that a script of the manifest ends in is one, where the tree builds its image."""
    graph = graph_of({
        "images/bouncer/Dockerfile": "FROM alpine:3.20\nRUN apk add pgbouncer\n",
        "compose.yaml": "services:\n  bouncer:\n    build: images/bouncer\n    entrypoint: [dumb-init, --]\n"
        "    command: [sh, -c, 'gen.sh && exec pgbouncer /etc/pgbouncer.ini']\n"
        "    volumes: ['./pgbouncer.ini:/etc/pgbouncer.ini']\n",
        "pgbouncer.ini": "[databases]\n* = host=pg\n[pgbouncer]\npool_mode = transaction\nlisten_port = 6432\n",
    })  # fmt: skip

    assert [("compose.yaml", "transaction")] == [(each.span.path, each.mode.value) for each in graph.poolers]
