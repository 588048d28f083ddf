"""Settings of Spring and .NET on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

JAVA = "FROM eclipse-temurin:21\nCOPY . /app\nCMD java -jar /app/shop.jar\n"
SPRING = "spring.datasource.url=jdbc:postgresql://localhost:5432/shop\n"
DOTNET = "FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY . .\nENTRYPOINT dotnet Shop.dll\n"
SETTINGS = '{"ConnectionStrings": {"Shop": "Host=localhost;Database=shop"}}\n'
SERVICE = "services:\n  app:\n    build: .\n"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(
            "    command: java -jar shop.jar --spring.datasource.url=jdbc:postgresql://db:5432/shop\n", "db", id="argument"
        ),
        pytest.param(
            "    command: java -Dspring.datasource.url=jdbc:postgresql://db:5432/shop -jar shop.jar\n", "db", id="property"
        ),
        pytest.param(
            "    environment:\n      JAVA_TOOL_OPTIONS: -Xmx1g -Dspring.datasource.url=jdbc:postgresql://db:5432/shop\n",
            "db",
            id="options-of-the-machine",
        ),
        pytest.param(
            "    command: java -jar shop.jar --spring.datasource.url=jdbc:postgresql://db:5432/shop\n"
            "    environment:\n      SPRING_DATASOURCE_URL: jdbc:postgresql://other:5432/shop\n",
            "db",
            id="beats-the-environment",
        ),
        pytest.param(
            "    command: java -jar shop.jar --spring.other=jdbc:postgresql://db:5432/shop\n", "localhost", id="near-miss"
        ),
    ],
)
def test_spring(graph_of: Callable[[dict[str, str]], Graph], told: str, expected: str) -> None:
    """A property on the command line beats the environment and the file."""
    graph = graph_of(
        {"Dockerfile": JAVA, "src/main/resources/application.properties": SPRING, "docker-compose.yml": SERVICE + told}
    )

    assert [expected] == [each.dsn.host.value for each in graph.routes if each.dsn is not None]


def test_places(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """A value of the command line stands where it is written, its host to the character."""
    told = "    command: java -jar shop.jar --spring.datasource.url=jdbc:postgresql://db:5432/shop\n"
    graph = graph_of(
        {"Dockerfile": JAVA, "src/main/resources/application.properties": SPRING, "docker-compose.yml": SERVICE + told}
    )
    (route,) = graph.routes

    assert route.dsn is not None
    assert route.dsn.host.span is not None
    assert ("docker-compose.yml", 4, 75, 2) == (
        route.dsn.host.span.path,
        route.dsn.host.span.line,
        route.dsn.host.span.column,
        route.dsn.host.span.length,
    )


def test_dotnet(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """A key of several sections on the command line beats the file."""
    told = '    entrypoint: ["dotnet", "Shop.dll", "--ConnectionStrings:Shop=Host=db;Database=shop"]\n'
    graph = graph_of({"Dockerfile": DOTNET, "appsettings.json": SETTINGS, "docker-compose.yml": SERVICE + told})

    assert ["db"] == [each.dsn.host.value for each in graph.routes if each.dsn is not None]
