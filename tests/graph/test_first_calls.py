"""A function that keeps what it has opened first opens what the program's own start gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

DATABASE = """from sqlalchemy import create_engine


class Engines:
    _engine = None

    @classmethod
    def init(cls, pool_size, max_overflow, **further):
        if cls._engine:
            return
        options = {"pool_pre_ping": True}
        options["pool_size"] = pool_size
        options["max_overflow"] = max_overflow
        options.update(further)
        engine = create_engine("postgresql://app@db/shop", **options)
        cls._engine = engine
"""
WEB = "from shop.db import Engines\n\nEngines.init(pool_size=40, max_overflow=10)\n"
WORK = "from shop.db import Engines\n\n\ndef start():\n    Engines.init(4, 2, pool_recycle=60)\n"
TWICE = WORK + "    Engines.init(5, 2)\n"
FILES = {"shop/db.py": DATABASE, "shop/web.py": WEB, "shop/work.py": WORK}


@pytest.mark.parametrize(
    ("command", "files", "expected"),
    [
        pytest.param("uvicorn shop.web:app", FILES, [("shop/web.py", 3, 50)], id="one"),
        pytest.param("celery -A shop.work worker", FILES, [("shop/work.py", 5, 6)], id="other, with a further keyword"),
        pytest.param("python -m shop.elsewhere", FILES, [("shop/db.py", 15, None)], id="neither"),
        pytest.param("uvicorn shop.work:app", {**FILES, "shop/work.py": TWICE}, [("shop/db.py", 15, None)], id="two in one"),
        pytest.param("python -m x", {"shop/db.py": DATABASE, "shop/web.py": WEB}, [("shop/web.py", 3, 50)], id="only one at all"),
    ],
)
def test_the_call_of_the_program_counts(
    graph_of: Callable[..., Graph], command: str, files: dict[str, str], expected: list[tuple[str, int, int | None]]
) -> None:
    """In each deployment one pool is open: where its command names the file of a call, that one."""
    compose = f"services:\n  app:\n    build: .\n    command: {command}\n"
    routes = graph_of({**files, "compose.yml": compose}).routes

    assert expected == [(each.span.path, each.span.line, each.client.max_connections.value) for each in routes]


def test_further_keywords_may_change_the_pool(graph_of: Callable[..., Graph]) -> None:
    """What a caller gives beyond the parameters is not known to be an argument of the pool, nor that it is none."""
    call = "from shop.db import Engines\n\nEngines.init(4, 2, pool_pre_ping=False)\n"
    (route,) = graph_of({"shop/db.py": DATABASE, "shop/web.py": call}).routes
    (plain,) = graph_of({"shop/db.py": DATABASE, "shop/web.py": WEB}).routes

    assert (None, "the function may hand on what its caller gives", 6) == (
        route.client.checks_liveness.value,
        route.client.checks_liveness.note,
        route.client.max_connections.value,
    )
    assert (True, 50) == (plain.client.checks_liveness.value, plain.client.max_connections.value)


def test_a_function_that_keeps_what_another_one_makes_is_not_lost(graph_of: Callable[..., Graph]) -> None:
    """Where its calls differ and no program starts in one of their files, the opening itself stands for them."""
    code = (
        "from sqlalchemy import create_engine\n\n_engines = {}\n\n\n"
        "def build(url):\n    return create_engine(url, pool_size=4)\n\n\n"
        "def engine_for(url):\n    if url not in _engines:\n        _engines[url] = build(url)\n    return _engines[url]\n"
    )
    one = "from app.db import engine_for\n\nengine = engine_for('postgresql://app@one.example/shop')\n"
    graph = graph_of({"app/db.py": code, "app/one.py": one, "app/two.py": one.replace("one.example", "two.example")})

    assert [("app/db.py", 12)] == [(each.span.path, each.span.line) for each in graph.routes]
