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


_TWO = "[[services]]\ninternal_port = 80\n[services.concurrency]\nhard_limit = 20\n[[services]]\ninternal_port = 81\n"


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        pytest.param(_TWO + "[services.concurrency]\nhard_limit = 5\n", 25, id="two limits"),
        pytest.param(_TWO, None, id="one without a limit"),
        pytest.param(_TWO + '[services.concurrency]\nhard_limit = "many"\n', None, id="no number"),
    ],
)
def test_limits_of_services(text: str, limit: int | None) -> None:
    """A machine takes what each of its services may take, where all are limited; each has a port."""
    (group,) = _groups('app = "x"\n' + text)

    assert limit == group.concurrency.value
    assert [80, 81] == [each.container for each in group.ports]


def test_least_number_of_machines() -> None:
    """The least number stands in the file, the number does not."""
    (group,) = _groups('app = "x"\n[http_service]\nmin_machines_running = 2\n')

    assert "fly scale count sets the number of machines, not the file, which keeps at least 2 running" == group.replicas.note
    assert group.replicas.span is not None
    assert 3 == group.replicas.span.line


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
