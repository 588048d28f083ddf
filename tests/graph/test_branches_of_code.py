"""Clients that code opens in one branch alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

HEAD = "import os\n\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.engine import make_url\n\n"
URL = 'url = os.environ["DATABASE_URL"]\n'
BLOCK = f"""{HEAD}{URL}if url.startswith("sqlite"):
    engine = create_engine(url, connect_args={{"check_same_thread": False}})
else:
    engine = create_engine(url, pool_size=3)
"""
ONE_LINE = f"""{HEAD}{URL}engine = create_engine(url) if "sqlite" in url else create_engine(url, pool_size=3)
"""
LEAVES = f"""{HEAD}

def make(url):
    if make_url(url).get_backend_name() == "sqlite":
        return create_engine(url)
    return create_engine(url, pool_size=3)


engine = make(os.environ["DATABASE_URL"])
"""
LOCAL = f"""{HEAD}

def make():
    url = os.getenv("DATABASE_URL", "sqlite:///shop.db")
    kind = make_url(url).drivername
    if kind.startswith("sqlite"):
        engine = create_engine(url)
    elif kind.startswith("postgresql"):
        engine = create_engine(url, pool_size=3)
    else:
        raise ValueError(kind)
    return engine
"""
FLAG = f"""{HEAD}{URL}IN_FILE = url.startswith("sqlite")
EMBEDDED = IN_FILE or url.startswith("duckdb")
if EMBEDDED:
    engine = create_engine(url)
else:
    engine = create_engine(url, pool_size=3)
"""
LATE = f"""{HEAD}
_url = None
_engine = None


def get():
    global _url, _engine
    if not _url:
        _url = os.environ["DATABASE_URL"]
        _engine = create_engine(_url, pool_size=3)
    return _engine
"""
UNKNOWN = f"""{HEAD}import sys

{URL}if sys.argv[1] == "small":
    engine = create_engine(url, pool_size=1)
else:
    engine = create_engine(url, pool_size=3)
"""
COMPOSE = "services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: ${URL:-postgresql+psycopg://app@db/shop}\n"


def _sizes(graph: Graph) -> list[object]:
    return [each.client.pool.max_size.value for each in graph.routes]


@pytest.mark.parametrize(
    "code", [BLOCK, ONE_LINE, LEAVES, LOCAL, FLAG, LATE], ids=["block", "line", "leaves", "local", "flag", "late"]
)
def test_a_branch_for_another_database_is_not_taken(graph_of: Callable[..., Graph], code: str) -> None:
    """What the address decides is decided for each deployment; a name that the function fills decides nothing."""
    assert [3] == _sizes(graph_of({"app/db.py": code, "compose.yml": COMPOSE}))


def test_a_branch_that_nothing_decides_may_be_taken(graph_of: Callable[..., Graph]) -> None:
    """Both clients are there where the condition is not known."""
    assert [1, 3] == _sizes(graph_of({"app/db.py": UNKNOWN, "compose.yml": COMPOSE}))


def test_every_branch_is_there_where_nothing_is_deployed(graph_of: Callable[..., Graph]) -> None:
    """A default that anybody may replace takes no client away."""
    assert [5, 3] == _sizes(graph_of({"app/db.py": LOCAL}))
