"""Keys of configuration: variables first, with a prefix where the program has one, then files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PROGRAM = """using Npgsql;
class Start {
    string EnvironmentVariablePrefix => "SHOP_";
    void Add(IServiceCollection services, IConfiguration configuration) {
        services.AddOptions<ShopOptions>().Configure(options => { options.Url = configuration["postgres"]; });
    }
}
class Data {
    void Open(IOptions<ShopOptions> given) { var c = new NpgsqlConnection(given.Value.Url); }
}
"""
DOCKERFILE = "FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY . .\nENTRYPOINT dotnet Shop.dll\n"
SERVICE = "services:\n  app:\n    build: .\n    environment:\n      "


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        pytest.param("SHOP_POSTGRES: Host=db;Database=shop", "Host=db;Database=shop", id="prefix"),
        pytest.param("postgres: Host=db;Database=shop", "Host=db;Database=shop", id="key-itself"),
        pytest.param(
            "OTHER_POSTGRES: Host=db;Database=shop",
            "nothing that is known to hold here sets postgres or SHOP_POSTGRES",
            id="near-miss-another-prefix",
        ),
    ],
)
def test_variables_with_a_prefix(graph_of: Callable[[dict[str, str]], Graph], variable: str, expected: str) -> None:
    """Options that code fills lead to the variable of the deployment, with the program's own prefix."""
    graph = graph_of({"Dockerfile": DOCKERFILE, "Program.cs": PROGRAM, "docker-compose.yml": f"{SERVICE}{variable}\n"})
    (route,) = (each for each in graph.routes if each.span.path == "Program.cs")

    assert expected == (route.dsn.masked if route.dsn is not None else route.direct.note)


INSTALL = """import java.sql.DriverManager;
class Install {
    @Value("${spring.datasource.url}") private String url;
    void run() throws Exception { DriverManager.getConnection(url); }
}
"""


def test_properties_that_code_asks_for(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """A property that Spring injects is the one of the application's file."""
    graph = graph_of(
        {
            "src/main/java/shop/Install.java": INSTALL,
            "src/main/resources/application.properties": "spring.datasource.url=jdbc:postgresql://db:5432/shop\n",
        }
    )

    assert [
        ("Install.java", "jdbc:postgresql://db:5432/shop"),
        ("application.properties", "jdbc:postgresql://db:5432/shop"),
    ] == [(each.span.path.rpartition("/")[2], each.dsn.masked) for each in graph.routes if each.dsn is not None]
