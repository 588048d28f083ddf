"""Command lines as the programs that they start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.graph.read_commands import last_of_shell, unwrapped

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
