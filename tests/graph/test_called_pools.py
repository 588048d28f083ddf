"""Pools that functions and classes of a repository open, one for each call that decides about them."""

# ruff: noqa: E501  # one module of a repository is one line
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.route import Route
    from poolaudit.graph.topology import Graph

MAKE = "from sqlalchemy import create_engine\ndef make(dsn, size=5):\n    return create_engine(dsn, pool_size=size, max_overflow=0)\n"
ONE, OTHER = "'postgresql://app@one.example/shop'", "'postgresql://app@two.example/shop'"
Told = tuple[str, int, "str | None", "int | None"]


def told(route: Route) -> Told:
    """Where the code opens it, whom it reaches and how large it is."""
    return route.span.path, route.span.line, route.endpoint.host.value, route.client.max_connections.value


CALLED: dict[str, tuple[dict[str, str], list[Told]]] = {
    "a function of the same module": (
        {"app/db.py": MAKE + f"engine = make({ONE}, 20)\n"},
        [("app/db.py", 4, "one.example", 20)],
    ),
    "two calls in other modules": (
        {
            "app/db.py": MAKE,
            "app/web.py": f"from app.db import make\nengine = make(dsn={ONE}, size=7)\n",
            "app/worker.py": f"from . import db\nengine = db.make({OTHER})\n",
        },
        [("app/web.py", 2, "one.example", 7), ("app/worker.py", 2, "two.example", 5)],
    ),
    "a name of its own": (
        {"app/db.py": MAKE, "app/web.py": f"from app.db import make as _make\nengine = _make({ONE})\n"},
        [("app/web.py", 2, "one.example", 5)],
    ),
    "a package that hands it on": (
        {
            "app/kit/db.py": MAKE,
            "app/kit/__init__.py": "from .db import make\n",
            "app/web.py": f"from app.kit import make\ne = make({ONE})\n",
        },
        [("app/web.py", 2, "one.example", 5)],
    ),
    "a function around the function": (
        {
            "app/db.py": MAKE,
            "app/pools.py": "from app.db import make\ndef small(host):\n    return make(f'postgresql://app@{host}/shop', size=2)\n",
            "app/web.py": "from app.pools import small\nengine = small('one.example')\n",
        },
        [("app/web.py", 2, "one.example", 2)],
    ),
    "a scheme that is mended": (
        {
            "app/db.py": "from sqlalchemy import create_engine\ndef make(dsn):\n    if dsn.startswith('postgres://'):\n        dsn = dsn.replace('postgres://', 'postgresql://', 1)\n    return create_engine(dsn)\n",
            "app/web.py": "from app.db import make\nengine = make('postgres://app@one.example/shop')\n",
        },
        [("app/web.py", 2, "one.example", 15)],
    ),
    "a class that connects later": (
        {
            "app/db.py": "import asyncpg\nclass Database:\n    def __init__(self, dsn, most=4):\n        self._dsn = dsn\n        self._most = most\n"
            "    async def connect(self):\n        self.pool = await asyncpg.create_pool(self._dsn, min_size=1, max_size=self._most)\n",
            "app/web.py": f"from app.db import Database\ndatabase = Database({ONE}, most=9)\n",
        },
        [("app/web.py", 2, "one.example", 9)],
    ),
    "attributes of an argument": (
        {
            "app/config.py": "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    dsn: str = 'postgresql://app@one.example/shop'\n    size: int = 6\nsettings = Settings()\n",
            "app/db.py": "import asyncpg\nasync def pool(config):\n    return await asyncpg.create_pool(config.dsn, max_size=config.size)\n",
            "app/web.py": "from app.config import settings\nfrom app.db import pool\nasync def start():\n    return await pool(settings)\n",
        },
        [("app/web.py", 4, "one.example", 6)],
    ),
    "calls that share a cache": (
        {
            "app/db.py": "from functools import lru_cache\n" + MAKE.replace("def", "@lru_cache\ndef"),
            "app/web.py": f"from app.db import make\na = make({ONE})\nb = make({ONE})\nc = make({OTHER})\n",
        },
        [("app/web.py", 2, "one.example", 5), ("app/web.py", 4, "two.example", 5)],
    ),
    "calls that share a name of the module": (
        {
            "app/db.py": "import redis\n_client = None\ndef client(url):\n    global _client\n    if _client is None:\n        _client = redis.Redis.from_url(url, max_connections=3)\n    return _client\n",
            "app/web.py": "from app.db import client\na = client('redis://one.example:6379')\nb = client('redis://one.example:6379')\n",
        },
        [("app/web.py", 2, "one.example", 3)],
    ),
}


@pytest.mark.parametrize(("files", "expected"), CALLED.values(), ids=CALLED)
def test_calls(files: dict[str, str], expected: list[Told], graph_of: Callable[..., Graph]) -> None:
    """Each call that decides about a pool is a client, with what it gives and what it leaves to defaults."""
    routes = graph_of(files).routes

    assert expected == [told(route) for route in routes]


UNCALLED: dict[str, tuple[dict[str, str], list[Told]]] = {
    "nobody": ({"app/db.py": MAKE}, [("app/db.py", 3, None, None)]),
    "tests and scripts alone": (
        {
            "app/db.py": MAKE,
            "tests/test_db.py": f"from app.db import make\nengine = make({ONE})\n",
            "scripts/fill.py": f"from app.db import make\nengine = make({ONE})\n",
        },
        [("app/db.py", 3, None, None)],
    ),
    "a function of that name elsewhere": (
        {"app/db.py": MAKE, "app/web.py": f"from lib.db import make\nengine = make({ONE})\n"},
        [("app/db.py", 3, None, None)],
    ),
    "two functions of that name, equally near": (
        {"a/db.py": MAKE, "b/db.py": MAKE, "web.py": f"from db import make\nengine = make({ONE})\n"},
        [("a/db.py", 3, None, None), ("b/db.py", 3, None, None)],
    ),
    "different calls of what the module keeps": (
        {
            "app/db.py": "import redis\n_client = None\ndef client(url):\n    global _client\n    if _client is None:\n        _client = redis.Redis.from_url(url, max_connections=3)\n    return _client\n",
            "app/web.py": "from app.db import client\na = client('redis://one.example:6379')\nb = client('redis://two.example:6379')\n",
        },
        [("app/db.py", 6, None, 3)],
    ),
    "callers who only name the program": (
        {
            "app/db.py": f"from sqlalchemy import create_engine\ndef make(name):\n    return create_engine({ONE}, connect_args={{'application_name': name}})\n",
            "app/web.py": "from app.db import make\na = make('web')\nb = make('worker')\n",
        },
        [("app/db.py", 3, "one.example", 15)],
    ),
}


@pytest.mark.parametrize(("files", "expected"), UNCALLED.values(), ids=UNCALLED)
def test_no_calls(files: dict[str, str], expected: list[Told], graph_of: Callable[..., Graph]) -> None:
    """What no call surely decides stays where the function opens it."""
    routes = graph_of(files).routes

    assert expected == [told(route) for route in routes]


def test_hidden_arguments(graph_of: Callable[..., Graph]) -> None:
    """Arguments that cannot be read leave the size open."""
    files = {"app/db.py": MAKE, "app/web.py": f"from app.db import make\nengine = make({ONE}, **options)\n"}
    (route,) = graph_of(files).routes

    assert ("one.example", "some arguments of the call could not be read") == (
        route.endpoint.host.value,
        route.client.max_connections.note,
    )


def test_trail(graph_of: Callable[..., Graph]) -> None:
    """The way names the call, then the place in the function that opens the pool."""
    files = {"app/db.py": MAKE, "app/web.py": f"from app.db import make\nengine = make({ONE})\n"}
    (route,) = graph_of(files).routes

    assert [("app/web.py", 2), ("app/db.py", 3)] == [(each.span.path, each.span.line) for each in route.trail if each.span]


def test_a_secret_that_is_handed_over(graph_of: Callable[..., Graph]) -> None:
    """A password that a caller gives is in no text of the graph."""
    files = {
        "app/db.py": "import psycopg2\ndef connect(host, word):\n    return psycopg2.connect(host=host, user='app', password=word)\n",
        "app/web.py": "from app.db import connect\nconnection = connect('one.example', 'hunter2hunter2')\n",
    }
    graph = graph_of(files)

    assert "one.example" == graph.routes[0].endpoint.host.value
    assert "hunter2" not in repr(graph)


def test_more_calls_than_people_write(graph_of: Callable[..., Graph]) -> None:
    """Generated calls are told apart up to a bound."""
    calls = "".join(f"make('postgresql://app@h{number}.example/shop')\n" for number in range(150))
    routes = graph_of({"app/db.py": MAKE, "app/web.py": f"from app.db import make\n{calls}"}).routes

    assert (100, "h99.example") == (len(routes), routes[-1].endpoint.host.value)


def test_a_value_that_grows_in_each_function(graph_of: Callable[..., Graph]) -> None:
    """Text that is doubled on its way is given up before it fills the memory."""
    doubled = "def {name}(dsn):\n    return {called}(f'" + "{{dsn}}" * 50 + "')\n"
    files = {
        "app/db.py": "from sqlalchemy import create_engine\n" + doubled.format(name="make", called="create_engine"),
        "app/web.py": f"from app.db import make\n{doubled.format(name='more', called='make')}engine = more({ONE})\n",
    }
    (route,) = graph_of(files).routes

    assert (None, "a value of too many parts") == (route.endpoint.host.value, route.direct.note)
