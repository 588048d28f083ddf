"""Settings of one environment and worlds of another."""

from __future__ import annotations

import pytest

from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.environment_match import world_for
from poolaudit.graph.world import World


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
    ],
)
def test_environments_do_not_mix(environment: str, around: World, expected: str | None) -> None:
    """A client runs where its environment is the world's, is chosen there, or where nothing is deployed at all."""
    found = world_for(environment, around)

    assert expected == (None if found is None else found.environment)
