"""A settings file holds a connection string, and code opens it: one pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

SETTINGS = '{"ConnectionStrings": {"Shop": "Host=db.example;Database=shop;Maximum Pool Size=40"}}\n'


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            'using Npgsql;\nbuilder.Services.AddNpgsqlDataSource(builder.Configuration.GetConnectionString("Shop"));\n',
            [("ConnectionStrings['Shop']", 40)],
            id="opened-by-code",
        ),
        pytest.param("using System;\n", [("ConnectionStrings['Shop']", 40)], id="opened-by-code-that-says-nothing-of-it"),
        pytest.param(
            'using Npgsql;\nbuilder.Services.AddNpgsqlDataSource("Host=other.example;Maximum Pool Size=5");\n',
            [("AddNpgsqlDataSource", 5), ("ConnectionStrings['Shop']", 40)],
            id="code-opens-another",
        ),
    ],
)
def test_one_pool(graph_of: Callable[[dict[str, str]], Graph], code: str, expected: list[tuple[str, int]]) -> None:
    """The settings file stands for code that opens its string as it is; another string is another pool."""
    graph = graph_of({"Shop/appsettings.json": SETTINGS, "Shop/Program.cs": code})

    assert expected == sorted((each.client.call, each.client.max_connections.value) for each in graph.routes)
