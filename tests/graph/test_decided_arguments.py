"""Arguments of a pool that one branch of the code gives and another leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CONFIG = """import os

USE_NULL_POOL = os.environ.get("USE_NULL_POOL", "").lower() == "true"
SIZE = int(os.environ.get("SIZE") or 40)
"""
CODE = """from sqlalchemy import create_engine, pool

from shop.config import SIZE, USE_NULL_POOL


def size_and_overflow(size):
    return size, 10


def make():
    options = {"pool_pre_ping": True}
    if USE_NULL_POOL:
        options["poolclass"] = pool.NullPool
    else:
        {given}
    return create_engine("postgresql://app@db/shop", **options)
"""
PAIR = 'options["pool_size"], options["max_overflow"] = SIZE, 10'
UNPACKED = 'options["pool_size"], options["max_overflow"] = size_and_overflow(SIZE)'
COMPOSE = "services:\n  web:\n    build: .\n    environment:\n      USE_NULL_POOL: {value}\n"


@pytest.mark.parametrize(
    ("given", "value", "expected"),
    [
        pytest.param(PAIR, '"false"', (50, True), id="pooled"),
        pytest.param(PAIR, '""', (50, True), id="empty"),
        pytest.param(PAIR, '"TRUE"', (None, False), id="unpooled"),
        pytest.param(PAIR, "${NOT_THERE}", (None, None), id="a value that is not known"),
        pytest.param('options["max_overflow"] = 1', '"false"', (6, True), id="default of the library"),
        pytest.param(UNPACKED, '"false"', (50, True), id="what a function gives"),
    ],
)
def test_the_environment_decides(
    graph_of: Callable[..., Graph],
    given: str,
    value: str,
    expected: tuple[int | None, bool],
) -> None:
    """The branch that the variables choose decides; what it leaves out has the default of the library."""
    files = {"shop/config.py": CONFIG, "shop/db.py": CODE.replace("{given}", given), "compose.yml": COMPOSE.format(value=value)}
    (route,) = graph_of(files).routes

    assert expected == (route.client.max_connections.value, route.client.pooling.value)


def test_nothing_decides(graph_of: Callable[..., Graph]) -> None:
    """A condition that only running the code decides leaves both open."""
    code = CODE.replace("if USE_NULL_POOL", "if make_it()").replace("{given}", PAIR)
    (route,) = graph_of({"shop/config.py": CONFIG, "shop/db.py": code}).routes

    assert (None, "depends on a condition: make_it()") == (
        route.client.max_connections.value,
        route.client.max_connections.note,
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('    return f"{url}&application_name=a" if "?" in url else f"{url}?application_name=a"\n', id="two texts"),
        pytest.param('    mark = "&" if "?" in url else "?"\n    return f"{url}{mark}application_name=a"\n', id="mark"),
    ],
)
def test_a_parameter_that_code_adds(graph_of: Callable[..., Graph], body: str) -> None:
    """Whether a URL has a query is told without the parts of it that are not known."""
    code = (
        "import os\nfrom sqlalchemy import create_engine\n\n\ndef with_name(url):\n"
        f"{body}\n\nengine = create_engine(with_name(f\"postgresql://app:{{os.environ['SECRET']}}@db/shop\"))\n"
    )
    (route,) = graph_of({"shop/db.py": code}).routes

    assert route.dsn is not None
    assert ("db", "shop", ["application_name"]) == (
        route.dsn.host.value,
        route.dsn.database.value,
        [name for name, _ in route.dsn.parameters],
    )
