"""Look-ups through an object that another module makes, and values that stand in files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

DATABASE = "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'HOST': env('DB_HOST'), 'NAME': 'shop'}}\n"
IMPORTED = f"from config.settings.base import env\n\n{DATABASE}"
OTHER = IMPORTED.replace("DB_HOST", "OTHER")
COMPOSE = "services:\n  web:\n    build: .\n    environment:\n      {}\n"


def _host(graph: Graph) -> tuple[str | None, str]:
    (route,) = graph.routes
    return (route.dsn.host.value, route.dsn.host.note) if route.dsn is not None else (None, route.direct.note)


@pytest.mark.parametrize(
    ("base", "settings", "expected"),
    [
        ("import environ\n\nenv = environ.Env()\n", IMPORTED, ("db", "")),
        ("from environs import Env\n\nenv = Env()\n", IMPORTED, ("db", "")),
        ("from environs import FileAwareEnv\n\nenv = FileAwareEnv()\n", IMPORTED, ("db", "")),
        ("import environ\n\nenv = environ.Env()\n", IMPORTED.replace("env('DB", "env.str('DB"), ("db", "")),
        ("import environ\n\nenv = environ.Env(DB_NAME=str)\n", OTHER, (None, "nothing in the repository sets OTHER")),
        ("import environ\n\nenv = environ.Env(OTHER=(str, 'own'))\n", OTHER, ("own", "")),
        ("from environs import Env\n\nenv = Env(prefix='X_')\n", IMPORTED, (None, "config.settings.base.env() is not followed")),
        ("import own\n\nenv = own.Reader()\n", IMPORTED, (None, "config.settings.base.env() is not followed")),
    ],
    ids=["django-environ", "environs", "with files", "a method", "not set", "default of the object", "prefix", "another object"],
)  # fmt: skip
def test_an_object_of_another_module_reads_the_variable(
    graph_of: Callable[[dict[str, str]], Graph], base: str, settings: str, expected: tuple[str | None, str]
) -> None:
    """What `env` reads in a module that imports it is what it reads where it is made."""
    files = {
        "config/settings/base.py": base,
        "config/settings/production.py": settings,
        "compose.yml": COMPOSE.format("DB_HOST: db"),
    }

    assert expected == _host(graph_of(files))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("DB_HOST: db", ("db", "")),
        ("DB_HOST_FILE: /run/secrets/host", (None, "it stands in the file that DB_HOST_FILE names")),
        ("OTHER: x", ("localhost", "")),
    ],
    ids=["variable", "file", "default"],
)
def test_a_default_does_not_hold_where_a_file_is_named(
    graph_of: Callable[[dict[str, str]], Graph], entry: str, expected: tuple[str | None, str]
) -> None:
    """Where the environment sets `NAME_FILE` and not `NAME`, the value is in that file, whatever the code falls back to."""
    code = "import os\n\nenv = os.environ.get\n" + DATABASE.replace("'DB_HOST'", "'DB_HOST', 'localhost'")

    assert expected == _host(graph_of({"shop/settings.py": code, "compose.yml": COMPOSE.format(entry)}))
