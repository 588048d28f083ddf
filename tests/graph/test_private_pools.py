"""Pools that nobody but the function around them uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

HEAD = "import os\n\nfrom sqlalchemy import MetaData, create_engine\nfrom sqlalchemy.orm import sessionmaker\n\n"
OPENED = 'engine = create_engine(os.environ["DATABASE_URL"])'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"def f():\n    {OPENED}\n    with engine.connect():\n        pass\n    engine.dispose()\n", True,
                     id="closed"),
        pytest.param(f"def f():\n    {OPENED}\n    MetaData().create_all(engine)\n", True, id="used up"),
        pytest.param(f"def f():\n    {OPENED}\n    return engine\n", False, id="returned"),
        pytest.param(f"def f():\n    {OPENED}\n    yield engine\n    engine.dispose()\n", False, id="lent"),
        pytest.param(f"def f():\n    {OPENED}\n    return sessionmaker(engine)\n", False, id="wrapped"),
        pytest.param(f"def f(app):\n    {OPENED}\n    app.engine = engine\n    engine.dispose()\n", False, id="stored"),
        pytest.param(f"def f(app):\n    {OPENED}\n    app.run(engine)\n", False, id="handed on"),
        pytest.param(f"def f():\n    {OPENED}\n\n    def view():\n        engine.connect()\n\n    g(view)\n", False, id="inner"),
        pytest.param(f"{OPENED}\nengine.connect()\n", False, id="of the module"),
    ],
)  # fmt: skip
def test_pools_of_functions(graph_of: Callable[..., Graph], body: str, *, expected: bool) -> None:
    """A pool that leaves its function in any way may be shared."""
    graph = graph_of({"app/db.py": HEAD + body})

    assert [expected] == [each.private for each in graph.clients]


def test_fixtures_in_a_package(graph_of: Callable[..., Graph]) -> None:
    """A plugin of pytest is for tests, whatever its folders are called."""
    graph = graph_of({"packages/pytest-shop/src/pytest_shop/db.py": f"{HEAD}{OPENED}\n"})

    assert ["test"] == [each.context.value for each in graph.routes]
