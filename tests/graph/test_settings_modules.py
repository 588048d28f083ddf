"""Which of several settings modules of Django a program loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.graph.context import context_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph


def _settings(host: str) -> str:
    return f"DATABASES = {{'default': {{'ENGINE': 'django.db.backends.postgresql', 'HOST': '{host}', 'NAME': 'shop'}}}}\n"


FILES = {
    "backend/config/settings/base.py": _settings("base"),
    "backend/config/settings/local.py": _settings("local"),
    "backend/config/settings/production.py": _settings("production"),
    "backend/Dockerfile": "FROM python:3.13\nCOPY . .\n",
}
COMPOSE = "services:\n  web:\n    build: ./backend\n    command: gunicorn config.wsgi\n    environment:\n      A: b\n{}"


def _drawn(graph: Graph) -> set[tuple[str, str, str | None]]:
    return {
        (each.environment, each.workload.name if each.workload is not None else "", each.dsn.host.value)
        for each in graph.routes
        if each.dsn is not None
    }


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "      DJANGO_SETTINGS_MODULE: config.settings.production\n",
            {("", "web", "base"), ("", "web", "production"), ("development", "", "local")},
        ),
        (
            "      DJANGO_SETTINGS_MODULE: other.settings.production\n",
            {("", "web", each) for each in ("base", "local", "production")},
        ),
        ("", {("", "web", each) for each in ("base", "local", "production")}),
    ],
    ids=["chosen", "of another program", "not chosen"],
)
def test_a_program_loads_the_module_that_its_variable_names(
    graph_of: Callable[[dict[str, str]], Graph], entry: str, expected: set[tuple[str, str, str | None]]
) -> None:
    """A module named after another environment is not loaded; one of a general name may be imported by any."""
    assert expected == _drawn(graph_of({**FILES, "docker-compose.yml": COMPOSE.format(entry)}))


@pytest.mark.parametrize(
    ("path", "context"),
    [
        ("config/settings/test.py", "test"),
        ("config/settings/ci.py", "test"),
        ("config/settings/local.py", "code"),
        ("config/other/ci.py", "code"),
    ],
)
def test_settings_for_tests(path: str, context: str) -> None:
    """A module of settings that is named after tests is for them."""
    assert context == context_of(path).value
