"""Migrations that programs run themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

DOCKERFILE = "FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY . .\nENTRYPOINT dotnet Shop.dll\n"
COMPOSE = "services:\n  app:\n    build: .\n"
PROGRAM = "class Start { async Task Run(Shop db) { await db.Database.MigrateAsync(); } }\n"
ONE = '{"ConnectionStrings": {"Shop": "Host=db;Database=shop"}}\n'
TWO = '{"ConnectionStrings": {"Shop": "Host=db;Database=shop", "Log": "Host=db;Database=log"}}\n'


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(ONE, [("ef-core", "migration app ef-core", "shop")], id="one-string"),
        pytest.param(TWO, [], id="near-miss-which-of-two"),
    ],
)
def test_the_connection_of_the_program(
    graph_of: Callable[[dict[str, str]], Graph], settings: str, expected: list[tuple[str, str, str]]
) -> None:
    """A migration in code uses the program's only connection string; of several it is not known which."""
    graph = graph_of(
        {"Dockerfile": DOCKERFILE, "docker-compose.yml": COMPOSE, "Program.cs": PROGRAM, "appsettings.json": settings}
    )

    assert expected == [(each.tool, each.symbol, each.dsn.database.value) for each in graph.migrations]
    assert all(each.session_locks.value is None for each in graph.migrations)


ALEMBIC = "from alembic import command\nfrom alembic.config import Config\n\ncommand.upgrade(Config('alembic.ini'), 'head')\n"
ENGINE = "from sqlalchemy import create_engine\n\nengine = create_engine('postgresql://app@{host}/shop')\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"migrations/env.py": f"from alembic import context\n{ENGINE.format(host='direct')}"},
            [("alembic", "direct", False)],
            id="env.py",
        ),
        pytest.param({}, [], id="near-miss-no-env.py"),
    ],
)
def test_alembic_connects_in_its_own_file(
    graph_of: Callable[[dict[str, str]], Graph], files: dict[str, str], expected: list[tuple[str, str, bool]]
) -> None:
    """What the application opens beside it is not the connection of the migration."""
    docker = "FROM python:3.12\nCOPY . .\nCMD alembic upgrade head && python -m shop.start\n"
    own = {"shop/start.py": ALEMBIC, "shop/db.py": ENGINE.format(host="pooled")}
    graph = graph_of({"Dockerfile": docker, "docker-compose.yml": COMPOSE, **own, **files})

    assert expected == [(each.tool, each.dsn.host.value, each.session_locks.value) for each in graph.migrations]
