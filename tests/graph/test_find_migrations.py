"""Migration tools that deployments start, with the connection string of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

COMPOSE = """services:
  migrate:
    image: {image}
    command: {command}
    environment: {variables}
  pgbouncer:
    image: edoburu/pgbouncer:1.24.1
    environment: {{DB_HOST: db, LISTEN_PORT: '6432', POOL_MODE: transaction}}
  db:
    image: postgres:16
"""
POOLED = "postgresql://app@pgbouncer:6432/shop"
DIRECT = "postgresql://app@db:5432/shop"


def found(graph: Graph) -> list[tuple[object, ...]]:
    """Tool, session locks, host and pooler of each migration."""
    return [
        (each.tool, each.session_locks.value, each.endpoint.host.value, each.pooler and each.pooler.name)
        for each in graph.migrations
    ]


@pytest.mark.parametrize(
    ("image", "command", "variables", "expected"),
    [
        pytest.param("migrate/migrate:v4", f"-path /m -database {POOLED} up", "{}",
                     [("golang-migrate", True, "pgbouncer", "PgBouncer")], id="image with an option"),
        pytest.param("shop/web", f"migrate -path /m -database={DIRECT} up", "{}",
                     [("golang-migrate", True, "db", None)], id="program with an option"),
        pytest.param("shop/web", "npx prisma migrate deploy", f"{{DATABASE_URL: '{POOLED}'}}",
                     [("prisma-migrate", True, "pgbouncer", "PgBouncer")], id="variable"),
        pytest.param("shop/web", "npx prisma migrate deploy", f"{{DATABASE_URL: '{POOLED}', DIRECT_URL: '{DIRECT}'}}",
                     [("prisma-migrate", True, "db", None)], id="the tool's own direct variable wins"),
        pytest.param("shop/web", "sh -c 'bundle exec rails db:migrate && bundle exec puma'", f"{{DATABASE_URL: '{POOLED}'}}",
                     [("rails-migrate", True, "pgbouncer", "PgBouncer")], id="before the server"),
        pytest.param("shop/web", "npx node-pg-migrate up", f"{{DATABASE_URL: '{POOLED}'}}",
                     [("node-pg-migrate", True, "pgbouncer", "PgBouncer")], id="node-pg-migrate"),
        pytest.param("shop/web", "npx node-pg-migrate up --no-lock", f"{{DATABASE_URL: '{POOLED}'}}",
                     [("node-pg-migrate", False, "pgbouncer", "PgBouncer")], id="told to take no lock"),
        pytest.param("shop/web", "npx node-pg-migrate up -d MIGRATE_URL", f"{{DATABASE_URL: '{POOLED}', MIGRATE_URL: {DIRECT}}}",
                     [("node-pg-migrate", True, "db", None)], id="an option names the variable"),
        pytest.param("shop/web", "npx prisma migrate deploy", "{}", [], id="no connection string"),
        pytest.param("shop/web", "flyway migrate", f"{{FLYWAY_URL: '{POOLED}'}}", [], id="locks depend on the release"),
        pytest.param("shop/web", "python manage.py migrate", f"{{DATABASE_URL: '{POOLED}'}}", [], id="reads no variable"),
    ],
)  # fmt: skip
def test_a_migration_has_a_way_to_the_server(
    graph_of: Callable[..., Graph], image: str, command: str, variables: str, expected: list[tuple[object, ...]]
) -> None:
    """The option of the command line, else the variables that the tool reads."""
    compose = COMPOSE.format(image=image, command=command, variables=variables)

    assert expected == found(graph_of({"docker-compose.yml": compose}))


def test_a_migration_can_be_followed(graph_of: Callable[..., Graph]) -> None:
    """From the command by the variable to the pooler."""
    compose = COMPOSE.format(image="shop/web", command="npx prisma migrate deploy", variables=f"{{DATABASE_URL: '{POOLED}'}}")
    (migration,) = graph_of({"docker-compose.yml": compose}).migrations

    assert [
        "migrate runs prisma-migrate",
        "DATABASE_URL = postgresql://app@pgbouncer:6432/shop",
        "service pgbouncer runs PgBouncer",
    ] == [step.text for step in migration.trail]


SCHEMA = 'datasource db {{\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n{}}}\n'
CONFIG = """import {{ defineConfig, env }} from 'prisma/config'

export default defineConfig({{ schema: 'prisma', datasource: {{ url: {} }} }})
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"prisma/schema.prisma": SCHEMA.format('  directUrl = env("ADMIN_URL")\n')}, ("db", None)),
        ({"prisma/schema.prisma": SCHEMA.format("")}, ("pgbouncer", "PgBouncer")),
        ({"prisma.config.ts": CONFIG.format("env('ADMIN_URL')"), "prisma/schema.prisma": SCHEMA.format("")}, ("db", None)),
        ({"prisma.config.ts": CONFIG.format("process.env.DATABASE_URL")}, ("pgbouncer", "PgBouncer")),
        ({}, ("db", None)),
    ],
    ids=["directUrl", "no directUrl", "the configuration file first", "the configuration file alone", "nothing but variables"],
)
def test_prisma_connects_to_what_its_own_files_name(
    graph_of: Callable[..., Graph], files: dict[str, str], expected: tuple[str, str | None]
) -> None:
    """A variable that no file of Prisma names is not taken for its way round the pooler, unless there is no such file."""
    variables = f"{{DATABASE_URL: '{POOLED}', ADMIN_URL: '{DIRECT}', DIRECT_URL: '{DIRECT}'}}"
    compose = COMPOSE.format(image="shop/web", command="npx prisma migrate deploy", variables=variables)
    (migration,) = graph_of({"docker-compose.yml": compose, **files}).migrations

    assert expected == (migration.endpoint.host.value, migration.pooler and migration.pooler.name)


SCRIPTS = '{{"scripts": {{{scripts}}}}}'
SCHEMA = 'datasource db {{\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n{more}}}\n'
NEON = "postgresql://app@ep-blue-sky-a1b2c3d4{}.eu-central-1.aws.neon.tech/shop"
ENV = f"DATABASE_URL={NEON.format('-pooler')}\nUNPOOLED={NEON.format('')}\n"


@pytest.mark.parametrize(
    ("scripts", "more", "expected"),
    [
        pytest.param('"build": "prisma migrate deploy && next build"', "", ["Neon's pooler"], id="build"),
        pytest.param(
            '"build": "npm run db && next build", "db": "prisma migrate deploy"', "", ["Neon's pooler"], id="two scripts"
        ),
        pytest.param('"postinstall": "prisma migrate deploy"', "", ["Neon's pooler"], id="after the installation"),
        pytest.param('"build": "prisma migrate deploy"', '  directUrl = env("UNPOOLED")\n', [None], id="direct"),
        pytest.param('"db": "prisma migrate deploy"', "", [], id="by hand"),
        pytest.param('"build": "prisma generate && next build"', "", [], id="no migration"),
    ],
)
def test_tools_of_a_build(scripts: str, more: str, expected: list[str | None], graph_of: Callable[..., Graph]) -> None:
    """A build script migrates with the connection string of the env file beside it."""
    files = {"package.json": SCRIPTS.format(scripts=scripts), "prisma/schema.prisma": SCHEMA.format(more=more), ".env": ENV}

    assert expected == [each.pooler and each.pooler.name for each in graph_of(files).migrations]
