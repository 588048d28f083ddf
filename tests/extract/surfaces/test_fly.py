"""Process groups of fly.toml become deployments."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.toml import read
from poolaudit.extract.surfaces.fly import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin


def _groups(text: str, path: str = "app/fly.toml") -> list[Deployment]:
    source = Source(path, text)
    return [each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment)]


def test_process_groups() -> None:
    """Each group has its command, the limit of its service and the variables of all; their number is not in the file."""
    web, worker, release = _groups(
        'app = "x"\n[processes]\nweb = "gunicorn -w 2 a:a"\nworker = "celery worker"\n[env]\nMODE = "on"\n'
        '[http_service]\nprocesses = ["web"]\n[http_service.concurrency]\nhard_limit = 50\n'
        '[deploy]\nrelease_command = "migrate up"\n'
    )

    assert [
        ("web", 50, ("gunicorn", "-w", "2", "a:a")),
        ("worker", None, ("celery", "worker")),
        ("release", None, ("migrate", "up")),
    ] == [(each.name, each.concurrency.value, each.command.value) for each in (web, worker, release)]
    assert [(Origin.UNRESOLVED, None), (Origin.UNRESOLVED, None), (Origin.DEFAULT, 1)] == [
        (each.replicas.origin, each.replicas.value) for each in (web, worker, release)
    ]
    assert ("fly", "app", "on") == (
        web.platform,
        web.build.value,
        web.env[0].value.value.masked if web.env[0].value.value else None,
    )


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        pytest.param('app = "x"\n', "fly.toml", [("app", "", "")], id="default group"),
        pytest.param('app = "x"\n', "fly.staging.toml", [("app", "staging", "")], id="environment"),
        pytest.param('app = "x"\n[build]\nimage = "a/b:1"\n', "fly.toml", [("app", "", None)], id="image"),
        pytest.param("[tool]\nx = 1\n", "fly.toml", [], id="another file"),
    ],
)
def test_files(text: str, path: str, expected: list[tuple[str, str, str | None]]) -> None:
    """Without groups there is one; an image is not built here."""
    assert expected == [(each.name, each.environment, each.build.value) for each in _groups(text, path)]
