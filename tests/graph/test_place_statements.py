"""Which route a SQL statement surely takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

COMPOSE = """services:
  web:
    build: .
    command: uvicorn app.main:app
    environment:
      POOLED_URL: postgresql://app@pgbouncer:6432/shop
      DIRECT_URL: postgresql://app@db:5432/shop
  pgbouncer:
    image: edoburu/pgbouncer:1.24.1
    environment: {DB_HOST: db, LISTEN_PORT: '6432', POOL_MODE: transaction}
  db:
    image: postgres:16
"""
POOLED = "pooled = create_engine(os.environ['POOLED_URL'])\n"
DIRECT = "direct = create_engine(os.environ['DIRECT_URL'])\n"
IMPORTS = "import os\n\nfrom sqlalchemy import create_engine\n\n"


def placed(graph: Graph) -> list[tuple[object, ...]]:
    """File, kind, subject and pooler of each statement."""
    return [(each.span.path, each.kind, each.subject, each.pooler and each.pooler.name) for each in graph.statements]


def test_a_statement_takes_the_route_of_its_own_client(graph_of: Callable[..., Graph]) -> None:
    """Two engines of one module lead to different places; each statement follows the object that runs it."""
    code = IMPORTS + POOLED + DIRECT + "\npooled.execute('LISTEN a')\ndirect.execute('LISTEN b')\n"
    graph = graph_of({"app/db.py": code, "docker-compose.yml": COMPOSE})

    assert [("app/db.py", "listen", "a", "PgBouncer"), ("app/db.py", "listen", "b", None)] == placed(graph)
    assert ["POOLED_URL", "DIRECT_URL"] == [
        next(step.text.partition(" ")[0] for step in each.trail if "_URL" in step.text) for each in graph.statements
    ]


def test_two_strings_in_one_environment_are_two_routes(graph_of: Callable[..., Graph]) -> None:
    """A workload with two engines has a route for each."""
    graph = graph_of({"app/db.py": IMPORTS + POOLED + DIRECT, "docker-compose.yml": COMPOSE})

    assert [("pgbouncer", "PgBouncer"), ("db", None)] == [
        (route.endpoint.host.value, route.pooler and route.pooler.name) for route in graph.routes
    ]


def test_a_statement_of_unknown_origin_is_placed_only_if_all_routes_agree(graph_of: Callable[..., Graph]) -> None:
    """With a pooled and a direct engine nobody knows which one a function is handed."""
    other = "def listen(conn):\n    conn.execute('LISTEN c')\n"
    both = {"app/db.py": IMPORTS + POOLED + DIRECT, "app/jobs.py": other, "docker-compose.yml": COMPOSE}

    assert [] == placed(graph_of(both))


def test_a_statement_of_unknown_origin_takes_the_only_kind_of_route(graph_of: Callable[..., Graph]) -> None:
    """Where every route leads through the same kind of pooler, the choice does not matter."""
    other = "def listen(conn):\n    conn.execute('LISTEN c')\n"
    graph = graph_of({"app/db.py": IMPORTS + POOLED, "app/jobs.py": other, "docker-compose.yml": COMPOSE})

    assert [("app/jobs.py", "listen", "c", "PgBouncer")] == placed(graph)


@pytest.mark.parametrize("path", ["alembic/versions/0001_start.py", "app/migrations/0002_more.py"])
def test_a_migration_is_not_placed_by_its_surroundings(graph_of: Callable[..., Graph], path: str) -> None:
    """Migrations often have a connection of their own."""
    files = {"app/db.py": IMPORTS + POOLED, path: "def upgrade(conn):\n    conn.execute('LISTEN d')\n"}

    assert [] == placed(graph_of({**files, "docker-compose.yml": COMPOSE}))


def test_what_runs_migrations_is_placed_by_its_own_client(graph_of: Callable[..., Graph]) -> None:
    """Alembic's env.py opens a connection and sends its statements over it: they stand in no migration."""
    code = f"{IMPORTS}{POOLED}with pooled.connect() as connection:\n    connection.execute('LISTEN d')\n"
    graph = graph_of(
        {"alembic/env.py": code, "docker-compose.yml": COMPOSE.replace("uvicorn app.main:app", "alembic upgrade head")}
    )

    assert [("alembic/env.py", "listen", "d", "PgBouncer")] == placed(graph)
    assert [False] == [each.on_migration.value for each in graph.statements]


def test_a_statement_runs_once_for_each_environment(graph_of: Callable[..., Graph]) -> None:
    """In production it may take another way than on the developer's machine."""
    code = IMPORTS + POOLED + "\npooled.execute('LISTEN a')\n"
    base = COMPOSE.replace("pgbouncer:6432", "db:5432")
    production = "services:\n  web:\n    environment:\n      POOLED_URL: postgresql://app@pgbouncer:6432/shop\n"
    graph = graph_of({"app/db.py": code, "docker-compose.yml": base, "docker-compose.prod.yml": production})

    assert [("", None), ("production", "PgBouncer")] == [
        (each.route.environment, each.pooler and each.pooler.name) for each in graph.statements
    ]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SET app.tenant = 'a'", (True, False)),
        ("SET search_path = a", (True, False)),
        ("SET ROLE a", (True, False)),
        ("SET statement_timeout = '5s'", (False, False)),
        ("SET TimeZone = 'UTC'", (False, True)),
        ("SET application_name = 'a'", (False, True)),
        ("SET pg_trgm.similarity_threshold = 0.5", (False, False)),
    ],
)
def test_a_set_is_judged_by_its_parameter(graph_of: Callable[..., Graph], sql: str, expected: tuple[bool, bool]) -> None:
    """Parameters that decide whose data is seen, and those that the pooler restores for each client."""
    code = f'{IMPORTS}{POOLED}\npooled.execute("{sql}")\n'
    (found,) = graph_of({"app/db.py": code, "docker-compose.yml": COMPOSE}).statements

    assert expected == (found.tenant_key, found.tracked_by_pooler.value)


STATE = (
    "import os\n\nimport asyncpg\n\n\nasync def start(app):\n"
    "    app.state.pool = await asyncpg.create_pool(os.environ['POOLED_URL'])\n"
)
USE = "async def listen(request):\n    await request.app.state.pool.execute('LISTEN a')\n"
OTHER = "import os\n\nimport asyncpg\n\n\nasync def other():\n    return await asyncpg.connect(os.environ['DIRECT_URL'])\n"


def test_a_pool_in_the_state_of_the_application(graph_of: Callable[..., Graph]) -> None:
    """A statement of another module takes the route of the pool that the application keeps under that name."""
    graph = graph_of({"app/main.py": STATE, "app/api.py": USE, "app/job.py": OTHER, "docker-compose.yml": COMPOSE})

    assert [("app/api.py", "listen", "a", "PgBouncer")] == placed(graph)
    assert [False] == [each.in_transaction.value for each in graph.statements]


def test_two_pools_in_the_state(graph_of: Callable[..., Graph]) -> None:
    """A name that two applications use says nothing about which pool runs the statement."""
    second = STATE.replace("POOLED_URL", "DIRECT_URL")
    graph = graph_of({"app/main.py": STATE, "app/admin.py": second, "app/api.py": USE, "docker-compose.yml": COMPOSE})

    assert [] == placed(graph)


def test_a_client_in_the_configuration(graph_of: Callable[..., Graph]) -> None:
    """What is configured for the whole application runs the statements of its code, beside other applications."""
    config = 'import Config\n\nconfig :chat, Chat.Repo, url: System.fetch_env!("POOLED_URL")\n'
    code = 'defmodule Chat.Events do\n  def run do\n    Chat.Repo.query!("LISTEN a")\n  end\nend\n'
    files = {"config/runtime.exs": config, "lib/events.ex": code, "docker-compose.yml": COMPOSE}

    assert [("lib/events.ex", "listen", "a", "PgBouncer")] == placed(graph_of(files))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("", False, id="none is opened"),
        pytest.param("  await client.query('BEGIN');\n", None, id="the function opens one"),
    ],
)
def test_a_function_with_its_own_connection(before: str, *, expected: bool | None, graph_of: Callable[..., Graph]) -> None:
    """Where a function of JavaScript opens the connection and no transaction, there is none."""
    opening = "  const client = new Client({ connectionString: process.env.POOLED_URL });\n"
    code = f"export async function run() {{\n{opening}{before}  await client.query('LISTEN a');\n}}\n"
    graph = graph_of({"app/db.ts": f'import {{ Client }} from "pg";\n\n{code}', "docker-compose.yml": COMPOSE})

    assert [expected] == [each.in_transaction.value for each in graph.statements if each.kind == "listen"]
