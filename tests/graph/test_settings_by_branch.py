"""Django's DATABASES that a settings module assigns in branches, by what the environment says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

SETTINGS = """import os

import dj_database_url

if "DATABASE_URL" in os.environ:
    DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)}
elif os.environ.get("DB_HOST"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ["DB_HOST"],
            "NAME": "shop",
            "CONN_MAX_AGE": 60,
        }
    }
"""
LOOP = """import os

import dj_database_url

DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db", "NAME": "shop"}}
for name in ("a", "b"):
    DATABASES["default"] = dj_database_url.parse(os.environ["DATABASE_URL"])
"""
UNKNOWN = "which DATABASES holds depends on a condition"


def _compose(**variables: str) -> str:
    entries = "".join(f"      {name}: {value}\n" for name, value in variables.items())
    return f"services:\n  web:\n    build: .\n    environment:\n      A: b\n{entries}"


@pytest.mark.parametrize(
    ("settings", "variables", "route"),
    [
        (SETTINGS, {"DATABASE_URL": "postgresql://app@one/shop"}, "one"),
        (SETTINGS, {"DATABASE_URL": "postgresql://app@one/shop", "DB_HOST": "two"}, "one"),
        (SETTINGS, {"DB_HOST": "two"}, UNKNOWN),
        (SETTINGS, {}, UNKNOWN),
        (LOOP, {"DATABASE_URL": "postgresql://app@one/shop"}, UNKNOWN),
    ],
    ids=["first", "both", "second", "neither", "in a loop"],
)
def test_the_branch_is_told_by_what_is_set(
    graph_of: Callable[[dict[str, str]], Graph], settings: str, variables: dict[str, str], route: str
) -> None:
    """A branch is taken where its variable is set; one that nothing in the repository sets may be set elsewhere."""
    files = {"shop/settings.py": settings, "compose.yml": _compose(**variables)}
    (found,) = graph_of(files).routes

    assert route == (found.dsn.host.value if found.dsn is not None else found.direct.note)
