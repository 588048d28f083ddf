"""Django's DATABASES that a function of another module makes, branch by branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

SETTINGS = "from shop.databases import parse\n\nDATABASES = parse('data')\n"
MATCH = """import os


def parse(folder):
    engine = os.environ["ENGINE"]
    config: dict[str, object]
    match engine:
        case "postgresql":
            config = {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": os.getenv("DB_HOST"),
                "NAME": os.getenv("DB_NAME", "shop"),
                "CONN_HEALTH_CHECKS": True,
            }
        case "mariadb":
            config = {"ENGINE": "django.db.backends.mysql", "HOST": "maria"}
        case _:
            raise NotImplementedError(engine)
    if engine in ("postgresql", "mariadb"):
        config["PORT"] = folder
    return {"default": config}
"""
KEY = """import os


def parse(folder):
    known = {
        "postgresql": {"ENGINE": "django.db.backends.postgresql", "HOST": os.getenv("DB_HOST"), "NAME": "shop"},
        "mariadb": {"ENGINE": "django.db.backends.mysql", "HOST": "maria"},
    }
    return {"default": known[os.environ["ENGINE"]]}
"""
RETURN = """import os


def parse(folder):
    if os.environ["ENGINE"] == "mariadb":
        return {"default": {"ENGINE": "django.db.backends.mysql", "HOST": "maria"}}
    if os.environ["ENGINE"] != "postgresql":
        raise ValueError(folder)
    return {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.getenv("DB_HOST"), "NAME": "shop"}}
"""
COMPOSE = "services:\n  web:\n    build: .\n    environment:\n      ENGINE: {engine}\n      DB_HOST: db\n"


@pytest.mark.parametrize(
    "code", [pytest.param(MATCH, id="match"), pytest.param(KEY, id="key"), pytest.param(RETURN, id="return")]
)
@pytest.mark.parametrize(
    ("compose", "expected"),
    [
        pytest.param(COMPOSE.format(engine="postgresql"), ("db", "shop"), id="one"),
        pytest.param(COMPOSE.format(engine="mariadb"), ("maria", None), id="other"),
    ],
)
def test_the_environment_decides_the_branch(
    graph_of: Callable[..., Graph], code: str, compose: str, expected: tuple[str, str | None]
) -> None:
    """The alias `default` has the parts of the branch that the variables choose."""
    (route,) = graph_of({"shop/settings.py": SETTINGS, "shop/databases.py": code, "compose.yml": compose}).routes

    assert route.dsn is not None
    assert expected == (route.dsn.host.value, route.dsn.database.value)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(MATCH, "depends on a condition: engine", id="match"),
        pytest.param(KEY, "depends on the key of a mapping", id="key"),
        pytest.param("def parse(folder):\n    return {'other': {'HOST': 'db'}}\n", "no key `default` is written", id="no alias"),
        pytest.param(
            "def parse(folder):\n    return make(folder)\n",
            "an element of shop.databases.parse() is not followed",
            id="another function",
        ),
    ],
)
def test_a_branch_that_nothing_decides(graph_of: Callable[..., Graph], code: str, expected: str) -> None:
    """The client is there, and the reason why its connection is not known."""
    (route,) = graph_of({"shop/settings.py": SETTINGS, "shop/databases.py": code}).routes

    assert (None, expected) == (route.dsn, route.direct.note)


def test_what_is_changed_later_is_not_known(graph_of: Callable[..., Graph]) -> None:
    """A key that a later statement sets is none of the branch."""
    files = {"shop/settings.py": SETTINGS, "shop/databases.py": MATCH, "compose.yml": COMPOSE.format(engine="postgresql")}
    (route,) = graph_of(files).routes

    assert route.dsn is not None
    assert "`config` is changed after it is made" == route.dsn.port.note
