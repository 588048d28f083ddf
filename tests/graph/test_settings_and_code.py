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


IMAGE = "FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY . .\nENTRYPOINT dotnet App.dll\n"
SHARED = """using Npgsql;
static class Extensions {
    static void AddShared(this IServiceCollection services, string name) {
        services.AddDbContext<Db>((sp, options) => options.UseNpgsql(Find(name)));
    }
}
"""
COMPOSE = """services:
  shop:
    build: {context: ., dockerfile: Shop/Dockerfile}
  gateway:
    build: {context: ., dockerfile: Gateway/Dockerfile}
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("Shared/Extensions.cs", [("shop", "ConnectionStrings['Shop']")], id="shared-code"),
        pytest.param("Shop/Extensions.cs", [("shop", "ConnectionStrings['Shop']")], id="own-code"),
        pytest.param(
            "Gateway/Extensions.cs",
            [("gateway", "UseNpgsql"), ("shop", "ConnectionStrings['Shop']")],
            id="near-miss-own-code-of-a-program-without-settings",
        ),
    ],
)
def test_code_that_opens_some_string(
    graph_of: Callable[[dict[str, str]], Graph], code: str, expected: list[tuple[str, str]]
) -> None:
    """Code with an unknown string opens the one of its program's settings; shared code is for programs that have one."""
    graph = graph_of(
        {
            "Shop/Dockerfile": IMAGE,
            "Gateway/Dockerfile": IMAGE,
            "docker-compose.yml": COMPOSE,
            "Shop/appsettings.json": SETTINGS,
            code: SHARED,
        }
    )

    assert expected == sorted((each.workload.name, each.client.call) for each in graph.routes if each.workload is not None)


OPENED = """using Npgsql;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddNpgsqlDataSource(builder.Configuration.GetConnectionString("Shop"));
"""


def test_a_variable_in_place_of_the_entry(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """Where a variable replaces the entry of the settings, code that opens it is still one pool with it."""
    service = (
        "services:\n  shop:\n    build: .\n    environment:\n      ConnectionStrings__Shop: Host=other.example;Database=shop\n"
    )
    graph = graph_of({"Dockerfile": IMAGE, "docker-compose.yml": service, "appsettings.json": SETTINGS, "Program.cs": OPENED})

    assert [("ConnectionStrings['Shop']", "other.example")] == [
        (each.client.call, each.dsn.host.value) for each in graph.routes if each.dsn is not None
    ]
