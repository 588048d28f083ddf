"""What Alembic's env.py opens by calling a function of the application is a pool of the migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.facts.pool_function import PoolCall
from poolaudit.scan import survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from poolaudit.graph.topology import Graph

DATABASE = """from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker


def engine_and_session():
    engine = create_engine("postgresql://app@db/shop", pool_size=3)
    return engine, sessionmaker(bind=engine)
"""
ENV = """from alembic import context

from shop.database import engine_and_session


def run():
    connectable, _ = engine_and_session()
    with connectable.connect() as connection:
        context.configure(connection=connection)
"""
TASK = """from shop.celery_app import celery
from shop.database import engine_and_session


@celery.task
def sync():
    _, session = engine_and_session()
"""


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("migrations/env.py", ENV, [("migration", 3, "migrations/env.py", 7)], id="env.py"),
        pytest.param("shop/other.py", ENV.replace("from alembic import context", "context = None"), [], id="any other module"),
        pytest.param("migrations/env.py", ENV.replace("shop.database", "shop.elsewhere"), [], id="a function of another name"),
        pytest.param("migrations/env.py", "from alembic import context\n", [], id="no call"),
    ],
)
def test_a_migration_has_a_pool_of_its_own(
    graph_of: Callable[..., Graph], path: str, text: str, expected: list[tuple[str, int, str, int]]
) -> None:
    """It stands at the call, has the size of the function, and leaves that of the application as it is."""
    clients = graph_of({"shop/database.py": DATABASE, path: text}).clients

    assert [*expected, (None, 3, "shop/database.py", 6)] == [
        (each.role.value, each.pool.max_size.value, each.span.path, each.span.line) for each in clients
    ]


def test_a_task_that_opens_one_is_told(tmp_path: Path) -> None:
    """The call is a fact; whose pool it is, the function says."""
    for name, text in {"database.py": DATABASE, "tasks.py": TASK}.items():
        (tmp_path / "shop").mkdir(exist_ok=True)
        (tmp_path / "shop" / name).write_text(text, encoding="utf-8")
    found = survey(tmp_path)

    assert [("shop/tasks.py", 7, "shop.database.engine_and_session")] == [
        (each.span.path, each.span.line, each.callee) for each in found.facts if isinstance(each, PoolCall)
    ]
    assert ["shop/database.py"] == [each.span.path for each in found.graph.clients]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("config.attributes.get('url') or 'postgresql://app@db/shop'", id="or"),
        pytest.param("given if (given := config.attributes.get('url')) else 'postgresql://app@db/shop'", id="choice"),
        pytest.param("config.attributes.get('url', 'postgresql://app@db/shop')", id="default"),
    ],
)
def test_what_a_program_passes_is_not_there_on_the_command_line(graph_of: Callable[..., Graph], url: str) -> None:
    """Alembic's attributes are empty unless a program fills them."""
    head = "from alembic import context\nfrom sqlalchemy import create_engine\n\nconfig = context.config\n"
    text = f"{head}engine = create_engine({url})\n"
    (route,) = graph_of({"migrations/env.py": text}).routes

    assert route.dsn is not None
    assert "db" == route.dsn.host.value
