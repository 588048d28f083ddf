"""Which pool of the tree is open in which deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

DOCKERFILE = "FROM eclipse-temurin:21\nCOPY . /app\nCMD java -jar /app/shop.jar\n"
BASE = "spring.datasource.url=jdbc:sqlite:shop.db\n"
CHOSEN = "spring.datasource.url=jdbc:postgresql://db:5432/shop\n"
OTHER = "spring.datasource.url=jdbc:mysql://db:3306/shop\n"
SERVICE = "services:\n  app:\n    build: .\n"
FILES = {
    "Dockerfile": DOCKERFILE,
    "src/main/resources/application.properties": BASE,
    "config/config-postgres.properties": CHOSEN,
    "config/config-mysql-large.properties": OTHER,
}


def routes(graph: Graph) -> list[tuple[str, str]]:
    """The environment and the file of each route, in order."""
    return sorted((each.environment, each.span.path.rpartition("/")[2]) for each in graph.routes)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("    environment:\n      CONFIG_PROP: config-postgres.properties\n", id="variable"),
        pytest.param("    environment:\n      SPRING_CONFIG_NAME: shop,config-postgres\n", id="names"),
        pytest.param(
            "    environment:\n      SPRING_CONFIG_LOCATION: optional:file:/app/config/config-postgres.properties;file:/x/\n",
            id="location",
        ),
        pytest.param(
            "    command: java -jar shop.jar --spring.config.location=/app/config/config-postgres.properties\n", id="option"
        ),
        pytest.param(
            "    volumes:\n      - ./config/config-postgres.properties:/app/config/application.properties\n", id="mounted"
        ),
    ],
)
def test_a_chosen_file_replaces_what_it_says(graph_of: Callable[[dict[str, str]], Graph], told: str) -> None:
    """A file that a container chooses holds there in place of the program's own one; a file that nobody chooses does not."""
    graph = graph_of({**FILES, "docker-compose.yml": SERVICE + told})

    assert [("", "config-postgres.properties"), ("mysql-large", "config-mysql-large.properties")] == routes(graph)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("", id="nothing"),
        pytest.param("    environment:\n      CONFIG_PROP: my-config-postgres.properties\n", id="longer-name"),
        pytest.param("    environment:\n      CONFIG_PROP: config-postgres.properties.bak\n", id="other-ending"),
    ],
)
def test_files_that_are_not_chosen(graph_of: Callable[[dict[str, str]], Graph], told: str) -> None:
    """A container that names no such file holds what the program brings along."""
    graph = graph_of({**FILES, "docker-compose.yml": SERVICE + told})

    assert ("", "application.properties") in routes(graph)
    assert ("", "config-postgres.properties") not in routes(graph)


SETTINGS = '{"ConnectionStrings": {"Shop": "Host=%s;Database=shop"}}\n'
IMAGE = "FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY . .\nENTRYPOINT dotnet Shop.dll\n"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        pytest.param("      ASPNETCORE_ENVIRONMENT: docker\n", ["appsettings.docker.json"], id="chosen"),
        pytest.param("      ASPNETCORE_ENVIRONMENT: other\n", ["appsettings.json"], id="another"),
        pytest.param("      DOTNET_ENVIRONMENT: Docker\n", ["appsettings.docker.json"], id="generic-host"),
    ],
)
def test_settings_of_an_environment(graph_of: Callable[[dict[str, str]], Graph], variables: str, expected: list[str]) -> None:
    """`appsettings.docker.json` replaces the same key of `appsettings.json` where its environment is chosen."""
    graph = graph_of(
        {
            "Dockerfile": IMAGE,
            "appsettings.json": SETTINGS % "localhost",
            "appsettings.docker.json": SETTINGS % "db",
            "docker-compose.yml": f"{SERVICE}    environment:\n{variables}",
        }
    )

    assert expected == [each.span.path for each in graph.routes if each.workload is not None]


FACTORY = """using Microsoft.EntityFrameworkCore;
public class ShopFactory : IDesignTimeDbContextFactory<ShopContext>
{
    public ShopContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<ShopContext>();
        builder.UseNpgsql("Host=localhost;Database=shop");
        return new ShopContext(builder.Options);
    }
}
"""


def test_code_of_tools(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """What only `dotnet ef` makes is no client of the service whose image holds it."""
    graph = graph_of({"Dockerfile": IMAGE, "ShopFactory.cs": FACTORY, "docker-compose.yml": SERVICE})

    assert [("UseNpgsql", None, "migration")] == [
        (each.client.call, each.workload, each.client.role.value) for each in graph.routes
    ]


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        pytest.param("FROM alpine:3.20\nRUN apk add openssh\nCMD /usr/sbin/sshd -D\n", [None], id="system-alone"),
        pytest.param("FROM alpine:3.20\nCOPY . /app\nCMD /app/shop\n", ["app"], id="near-miss-code-is-copied"),
    ],
)
def test_images_without_code(graph_of: Callable[[dict[str, str]], Graph], dockerfile: str, expected: list[str | None]) -> None:
    """An image of a plain system into which nothing is copied runs none of the code beside it."""
    code = 'using Npgsql;\nvar c = new NpgsqlConnection("Host=db;Database=shop");\n'
    graph = graph_of({"Dockerfile": dockerfile, "Program.cs": code, "docker-compose.yml": SERVICE})

    assert expected == [each.workload.name if each.workload is not None else None for each in graph.routes]
