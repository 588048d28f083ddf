"""Storages of Dagster's instance become clients of PostgreSQL."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.dagster_yaml import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Expression, Items, Literal
from poolaudit.facts.secret import Secret

PARTS = """\
storage:
  postgres:
    postgres_db:
      username: {env: DAGSTER_PG_USER}
      password: hunter2
      hostname: db
      db_name: dagster
      port: 5433
      params: {connect_timeout: 5}
"""
OLDER = """\
run_storage:
  module: dagster_postgres.run_storage
  class: PostgresRunStorage
  config:
    postgres_url: {env: DAGSTER_PG_URL}
schedule_storage:
  module: dagster._core.storage.schedules
  class: SqliteScheduleStorage
  config:
    base_dir: /data
"""


def pools(text: str) -> list[ClientPool]:
    """The pools of a file."""
    source = Source("dagster_home/dagster.yaml", text)
    return [each for each in SURFACE.extract(source, read(source)) if isinstance(each, ClientPool)]


def plain(expression: Expression) -> object:
    """A connection string without its places."""
    if isinstance(expression, Literal):
        return expression.value.reveal() if isinstance(expression.value, Secret) else expression.value
    if isinstance(expression, Items):
        return {name: plain(value) for name, value in expression.items}
    return expression.names if isinstance(expression, EnvLookup) else type(expression).__name__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            PARTS,
            [
                (
                    "storage.postgres",
                    2,
                    {
                        "user": ("DAGSTER_PG_USER",),
                        "password": "hunter2",
                        "host": "db",
                        "dbname": "dagster",
                        "port": 5433,
                    },
                )
            ],
            id="parts",
        ),
        pytest.param(
            "storage:\n  postgres:\n    postgres_url: postgresql://a@db/dagster\n",
            [("storage.postgres", 2, "postgresql://a@db/dagster")],
            id="url",
        ),
        pytest.param(
            "storage:\n  module: dagster_postgres.storage\n  class: DagsterPostgresStorage\n"
            "  config:\n    postgres_url: {env: URL}\n",
            [("storage.postgres", 1, ("URL",))],
            id="class",
        ),
        pytest.param(OLDER, [("run_storage", 1, ("DAGSTER_PG_URL",))], id="before-0.14"),
        pytest.param("storage:\n  sqlite:\n    base_dir: /data\n", [], id="sqlite"),
        pytest.param("storage:\n  mysql:\n    mysql_url: mysql://db/dagster  # postgres\n", [], id="mysql"),
        pytest.param("storage:\n  postgres:\n", [], id="empty"),
    ],
)
def test_pools(text: str, expected: list[tuple[str, int, object]]) -> None:
    """Each storage in PostgreSQL with its connection string, or the parts of one."""
    assert expected == [(each.call, each.span.line, plain(each.dsn)) for each in pools(text)]


def test_no_connection_is_kept() -> None:
    """The storage opens and closes its connections, by psycopg2, and shows no password."""
    (pool,) = pools(PARTS)

    assert ("psycopg2", False, 5.0) == (pool.driver, pool.pooling.value, pool.connect_timeout.value)
    assert "hunter2" not in repr(pool)
