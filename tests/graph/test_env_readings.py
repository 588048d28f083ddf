"""What different readers of one env file see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.facts.deployment import EnvEntry
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.facts.span import Span
from poolaudit.graph.env_readings import COMPOSE, reader_of, variables_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PLACE = Span(".env", 0, 3, 1, 1, 1, 4)
CODE = """import os

import asyncpg


async def pool():
    return await asyncpg.create_pool(host="db", database=os.environ["NAME"])
"""
TRAILING = "NAME=shop#one\n"
"""python-dotenv and compose keep what follows a `#` without a blank before it; the node reader cuts it off."""


def value(text: str) -> Setting[Secret]:
    """A value that one reader sees."""
    return Setting.written(Secret(text, text), PLACE, "A")


@pytest.fixture
def entries() -> tuple[EnvEntry, ...]:
    """A first `A` on which all agree, and a second one that one reader drops, two see differently, and the rest cannot know."""
    unknown: Setting[Secret] = Setting.unresolved("readers differ", PLACE, "A")
    dropped: Setting[Secret] = Setting.absent("A")
    seen = (("compose", value("c")), ("python-dotenv", value("p")), ("node", dropped))
    return (EnvEntry("A", value("first"), PLACE), EnvEntry("A", unknown, PLACE, readings=seen))


@pytest.mark.parametrize(("reader", "expected"), [(COMPOSE, "c"), ("python-dotenv", "p"), ("node", "first"), ("", None)])
def test_each_reader_sees_its_own_value(entries: tuple[EnvEntry, ...], reader: str, expected: str | None) -> None:
    """The later entry wins unless the reader drops it; for an unknown reader the value stays unresolved."""
    found = variables_of(entries, reader)["A"].value

    assert expected == (found.reveal() if found is not None else None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("app/db.py", "python-dotenv"), ("src/db.TS", "node"), ("prisma/schema.prisma", "node"), ("main.go", ""), ("Makefile", "")],
)
def test_the_language_of_code_tells_its_reader(path: str, expected: str) -> None:
    """Python and JavaScript have one usual library each."""
    assert expected == reader_of(path)


def test_python_code_beside_an_env_file_sees_what_python_sees(graph_of: Callable[..., Graph]) -> None:
    """A value on which readers differ is known to Python code."""
    graph = graph_of({"app/db.py": CODE, ".env": TRAILING})

    assert ["shop#one"] == [route.dsn.database.value for route in graph.routes if route.dsn is not None]


def test_a_container_sees_what_compose_sees(graph_of: Callable[..., Graph]) -> None:
    """Compose reads the env file of a service, whatever the language of its code."""
    compose = "services:\n  web:\n    build: .\n    env_file: web.env\n  db:\n    image: postgres:16\n"
    graph = graph_of({"app/db.py": CODE, "web.env": TRAILING, "docker-compose.yml": compose})

    assert ["shop#one"] == [route.dsn.database.value for route in graph.routes if route.dsn is not None]
