"""The sums at each limit as a table and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from poolaudit.config import Config
from poolaudit.report.base import Context
from poolaudit.report.budget import render, render_json
from poolaudit.report.terminal import Terminal
from poolaudit.scan import survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from poolaudit.graph.topology import Graph

CODE = "import os\n\nfrom sqlalchemy import create_engine\n\nengine = create_engine(os.environ['DATABASE_URL']{more})\n"
COMPOSE = """services:
  web:
    build: .
    command: gunicorn -w 4 --threads 8 app:app
    environment:
      DATABASE_URL: postgresql+psycopg2://app@{host}/shop
    deploy:
      replicas: {copies}
  db:
    image: postgres:16
    command: -c max_connections={most} -c superuser_reserved_connections=3 -c reserved_connections=0
"""
WORKER = """  worker:
    build: .
    command: celery -A app worker
    environment:
      DATABASE_URL: postgresql+psycopg2://app@db/shop
"""
POOLER = """  pgbouncer:
    image: edoburu/pgbouncer:1.24.1
    environment:
      DB_HOST: db
      LISTEN_PORT: "6432"
      POOL_MODE: transaction
      DEFAULT_POOL_SIZE: "12"
      MAX_CLIENT_CONN: "500"
"""


@pytest.fixture
def graph_of(tmp_path: Path) -> Callable[..., Graph]:
    """Write files (path → text) and survey the folder."""

    def build(files: dict[str, str]) -> Graph:
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        return survey(tmp_path, config=Config()).graph

    return build


def table(graph: Graph) -> list[str]:
    """The lines of the report, without what fills the columns."""
    text = render(graph, Context(terminal=Terminal(width=200)))
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_sum_that_is_known(graph_of: Callable[..., Graph]) -> None:
    """Each line shows its factors, their places, and what the threads leave of the pool."""
    files = {
        "app/db.py": CODE.format(more=", pool_size=10, max_overflow=5"),
        "docker-compose.yml": COMPOSE.format(host="db", copies=2, most=100),
    }

    assert [
        "db: connections to the server docker-compose.yml:9",
        "who pool at a time processes copies connections of limit where",
        "web: sqlalchemy.create_engine 15 8 × 4 × 2 = 64 66 % app/db.py:5",
        "pool app/db.py:5, at a time docker-compose.yml:4, processes docker-compose.yml:4, copies docker-compose.yml:8",
        "sum 64 (every pool full 120)",
        "limit 97 (100 - 3 reserved) docker-compose.yml:11",
        "headroom 33",
    ] == table(graph_of(files))


def test_what_nobody_wrote_is_marked(graph_of: Callable[..., Graph]) -> None:
    """Defaults and unknown numbers are named, and the sum says that it is a lower bound."""
    compose = COMPOSE.format(host="db", copies=1, most=40) + WORKER
    lines = table(graph_of({"app/db.py": CODE.format(more=""), "docker-compose.yml": compose}))

    assert [
        "db: connections to the server docker-compose.yml:9",
        "who pool at a time processes copies connections of limit where",
        "web: sqlalchemy.create_engine 15* 8 × 4 × 1 = 32 86 % app/db.py:5",
        "at a time docker-compose.yml:4, processes docker-compose.yml:4, copies docker-compose.yml:8",
        "worker: sqlalchemy.create_engine 15* 1* × ? × 1* = ? app/db.py:5",
        "sum at least 32",
        "limit 37 (40 - 3 reserved) docker-compose.yml:11",
        "headroom at most 5",
        (
            "* pool: pool_size = 5 (default of SQLAlchemy), max_overflow = 10 (default of SQLAlchemy) – "
            "web: sqlalchemy.create_engine; worker: sqlalchemy.create_engine"
        ),
        "* at a time: threads = 1 (celery's default) – worker: sqlalchemy.create_engine",
        (
            "? processes: celery starts one process per CPU core unless told otherwise (docker-compose.yml:14) – "
            "worker: sqlalchemy.create_engine"
        ),
        "* copies: replicas = 1 (compose) – worker: sqlalchemy.create_engine",
    ] == lines


def test_server_and_pooler_have_a_table_each(graph_of: Callable[..., Graph]) -> None:
    """The server sees the pooler's pool, the pooler its clients."""
    files = {
        "app/db.py": CODE.format(more=", pool_size=10, max_overflow=5"),
        "docker-compose.yml": COMPOSE.format(host="pgbouncer:6432", copies=30, most=100) + POOLER,
    }
    lines = table(graph_of(files))

    assert [
        "db: connections to the server docker-compose.yml:9",
        "PgBouncer pool for shop as app 12 × 1 × 1* = 12 12 % docker-compose.yml:12",
        "sum 12",
        "headroom 85",
        "PgBouncer: clients of the pooler docker-compose.yml:12",
        "web: sqlalchemy.create_engine 15 8 × 4 × 30 = 960 192 % app/db.py:5",
        "sum 960 (every pool full 1800)",
        "460 more than the limit",
    ] == [line for line in lines if line.startswith(("db:", "PgB", "web", "sum", "head", "460"))]


def test_a_limit_that_is_not_known(graph_of: Callable[..., Graph]) -> None:
    """Without a limit there is no headroom, and the reason is said."""
    compose = COMPOSE.format(host="db", copies=1, most="$$MOST")
    lines = table(graph_of({"app/db.py": CODE.format(more=""), "docker-compose.yml": compose}))

    assert ["limit ? the command line takes it from a variable of the shell"] == [
        line for line in lines if line.startswith("limit")
    ]
    assert [] == [line for line in lines if line.startswith("headroom")]


def test_nothing_of_a_sum_is_known(graph_of: Callable[..., Graph]) -> None:
    """A sum of unknown terms is unknown, and what is left is at most the limit."""
    compose = COMPOSE.format(host="db", copies="${COPIES}", most=40)
    lines = table(graph_of({"app/db.py": CODE.format(more=""), "docker-compose.yml": compose}))

    assert ["sum ?", "headroom at most 37"] == [line for line in lines if line.startswith(("sum", "headroom"))]


def test_nothing_to_compare(graph_of: Callable[..., Graph]) -> None:
    """An empty tree says so."""
    assert ["no server or pooler of which clients and limit could be compared"] == table(graph_of({}))


def test_for_programs(graph_of: Callable[..., Graph]) -> None:
    """Every number has its origin and place, and says whether it is a default."""
    files = {
        "app/db.py": CODE.format(more=", pool_size=10"),
        "docker-compose.yml": COMPOSE.format(host="db", copies=2, most=100),
    }
    (budget,) = json.loads(render_json(graph_of(files)))["budgets"]
    (share,) = budget["shares"]

    assert ("db", "server", 97, 64, 160) == (
        budget["name"],
        budget["at"],
        budget["limit"]["value"],
        budget["sum"]["value"],
        budget["every_pool_full"]["value"],
    )
    assert {"value": 2, "origin": "written", "at": "docker-compose.yml:8:17", "default": False} == share["copies"]
    assert (20, True, 64) == (share["pool"]["value"], share["pool"]["default"], share["connections"])
    assert ["* pool: max_overflow = 10 (default of SQLAlchemy) – web: sqlalchemy.create_engine"] == budget["defaults"]
