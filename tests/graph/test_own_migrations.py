"""Migrations of Rails and Django go the way of the application's own connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

COMPOSE = """services:
  web:
    build: .
    environment: {HOST: pgbouncer, RAILS_ENV: production}
  pgbouncer:
    image: edoburu/pgbouncer:1.24.1
    environment: {DB_HOST: db, LISTEN_PORT: '6432', POOL_MODE: transaction}
  db:
    image: postgres:16
"""
DATABASE = "production:\n  adapter: postgresql\n  host: <%= ENV['HOST'] %>\n  port: 6432\n  database: shop\n"
ENTRY = '#!/bin/sh\nif [ "${1}" = "./bin/rails" ] && [ "${2}" = server ]; then ./bin/rails db:prepare; fi\nexec "${@}"\n'
DOCKERFILE = 'FROM ruby\nWORKDIR /rails\nCOPY . .\nENTRYPOINT ["/rails/bin/docker-entrypoint"]\nCMD ["./bin/rails", "server"]\n'


def told(graph: Graph) -> list[tuple[object, ...]]:
    """Tool, place, session locks and pooler of each migration."""
    return [
        (each.tool, f"{each.span.path}:{each.span.line}", each.session_locks.value, each.pooler and each.pooler.name)
        for each in graph.migrations
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param("", True, id="locks"),
        pytest.param("  advisory_locks: false\n", False, id="without locks"),
        pytest.param("  advisory_locks: <%= ENV['LOCKS'] %>\n", None, id="not known"),
    ],
)
def test_rails(graph_of: Callable[..., Graph], more: str, expected: object) -> None:
    """An entry point migrates the database of database.yml, under a lock unless that file says otherwise."""
    files = {
        "docker-compose.yml": COMPOSE,
        "Dockerfile": DOCKERFILE,
        "bin/docker-entrypoint": ENTRY,
        "config/database.yml": DATABASE + more,
    }

    assert [("rails-migrate", "bin/docker-entrypoint:2", expected, "PgBouncer")] == told(graph_of(files))


def test_django_in_a_development_container(graph_of: Callable[..., Graph]) -> None:
    """The command that sets up a container runs in the service of its compose file, over the first database of the settings."""
    settings = (
        'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "HOST": "db", "PORT": "5432"}}\n'
    )
    files = {
        "docker-compose.yml": COMPOSE,
        "Dockerfile": "FROM python\nCOPY . .\n",
        ".devcontainer/devcontainer.json": '{"dockerComposeFile": "../docker-compose.yml", "service": "web",\n'
        '"postCreateCommand": "python manage.py migrate"}',
        "shop/settings.py": settings,
    }

    assert [("django-migrate", ".devcontainer/devcontainer.json:2", False, None)] == told(graph_of(files))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("railway.toml", '[deploy]\npreDeployCommand = "uv run poe migrate"\n'),
        ("vercel.json", '{"buildCommand": "uv run task migrate"}'),
    ],
    ids=["railway", "vercel"],
)
def test_tasks_of_build_commands(graph_of: Callable[..., Graph], path: str, text: str) -> None:
    """A task that a platform runs is followed to the tool that it starts, with the env file beside it."""
    tool = "poe" if "poe" in text else "taskipy"
    files = {
        path: text,
        "pyproject.toml": f'[tool.{tool}.tasks]\nmigrate = "npx node-pg-migrate up"\n',
        ".env.production": "DATABASE_URL=postgresql://app@db.example.com/shop\n",
    }
    found = graph_of(files).migrations

    assert [("node-pg-migrate", path, ["task migrate of pyproject.toml"])] == [
        (each.tool, each.span.path, [step.text for step in each.trail if step.text.startswith("task")]) for each in found
    ]
