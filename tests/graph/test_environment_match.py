"""Settings of one environment and worlds of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.environment_match import world_for
from poolaudit.graph.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph


def world(environment: str = "", project: str | None = "", **variables: str) -> World:
    """A world with plain variables."""
    values = {name: Setting(Secret(value, value), Origin.WRITTEN) for name, value in variables.items()}
    return World(environment, project, "compose" if project is not None else "", None, values)


@pytest.mark.parametrize(
    ("environment", "around", "expected"),
    [
        pytest.param("", world("production"), "production", id="for-all"),
        pytest.param("production", world("production"), "production", id="same"),
        pytest.param("prod", world("production"), "production", id="same-by-another-name"),
        pytest.param("development", world("production"), None, id="another"),
        pytest.param("development", world(), None, id="deployed-and-not-chosen"),
        pytest.param("production", world(RAILS_ENV="production"), "", id="chosen-by-a-variable"),
        pytest.param("development", world(RAILS_ENV="production"), None, id="another-is-chosen"),
        pytest.param("dev", world(SPRING_PROFILES_ACTIVE="web, dev"), "", id="one-of-several-profiles"),
        pytest.param("development", world(project=None), "development", id="nothing-deploys-it"),
        pytest.param("development", world("example", project=None), "development", id="an-example-of-the-variables"),
        pytest.param("production", world("example", project=None), None, id="an-example-is-not-production"),
        pytest.param("development", world("test", project=None), None, id="an-env-file-of-another"),
    ],
)
def test_environments_do_not_mix(environment: str, around: World, expected: str | None) -> None:
    """A client runs where its environment is the world's, is chosen there, or where nothing is deployed at all."""
    found = world_for(environment, around)

    assert expected == (None if found is None else found.environment)


DATABASE_YML = """\
development: {adapter: postgresql, database: shop_development}
production: {adapter: postgresql, database: shop, host: db.example}
"""
COMPOSE = "services:\n  web:\n    build: .\n    command: rails server\n    environment: {PORT: 3000}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, [("development", ""), ("production", "")], id="nothing-else"),
        pytest.param({".env.example": "A=1\n"}, [("development", ""), ("production", "")], id="an-example-of-the-variables"),
        pytest.param({".env.test": "A=1\n"}, [("development", ""), ("production", "")], id="variables-of-another-environment"),
        pytest.param({"compose.yml": COMPOSE}, [("", "web"), ("production", "")], id="deployed-without-a-choice"),
        pytest.param(
            {"compose.yml": COMPOSE + "    env_file: .env.local\n"}, [("development", ""), ("production", "")], id="not-known"
        ),
        pytest.param(
            {"compose.yml": COMPOSE.replace("PORT: 3000", "RAILS_ENV: production")},
            [("development", ""), ("", "web")],
            id="deployed-for-production",
        ),
    ],
)
def test_no_pool_gets_lost(
    graph_of: Callable[[dict[str, str]], Graph], files: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    """A pool of an environment that no deployment has stands by itself; Rails develops where nothing else is said."""
    graph = graph_of({"config/database.yml": DATABASE_YML, **files})

    assert expected == [(each.environment, each.workload.name if each.workload is not None else "") for each in graph.routes]
