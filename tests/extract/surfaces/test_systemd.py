"""Service units of systemd become deployments."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.ini import read
from poolaudit.extract.surfaces.systemd import SURFACE
from poolaudit.facts.deployment import Deployment


def _units(path: str, text: str) -> tuple[Source, list[Deployment]]:
    source = Source(path, text)
    return source, [each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment)]


def test_a_service() -> None:
    """The command is that of `ExecStart` without its signs, and `Environment` holds one or more pairs."""
    source, (unit,) = _units(
        "etc/web.service",
        '[Unit]\nDescription=x\n[Service]\nEnvironment="PGHOST=db one" WORKERS=4\nEnvironmentFile=/etc/default/web\n'
        "ExecStart=-/usr/bin/gunicorn -w 4 \\\n    app:app\n",
    )

    assert ("web", ("/usr/bin/gunicorn", "-w", "4", "app:app"), 1) == (unit.name, unit.command.value, unit.replicas.value)
    assert [("PGHOST", "db one"), ("WORKERS", "4")] == [
        (each.name, each.value.value.masked if each.value.value else None) for each in unit.env
    ]
    assert ["db one", "4"] == [source.at(each.value.span) for each in unit.env if each.value.span]
    assert ["it is on the machine"] == [each.note for each in unit.env_files]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("worker@.service", "[Service]\nExecStart=/bin/x\n", [None], id="template unit"),
        pytest.param("x.service", "[Unit]\nAfter=y\n", [], id="nothing started"),
    ],
)
def test_how_many(path: str, text: str, expected: list[int | None]) -> None:
    """How many instances of a template unit run is not known; a unit that starts nothing is no deployment."""
    assert expected == [each.replicas.value for each in _units(path, text)[1]]
