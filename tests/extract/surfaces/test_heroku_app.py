"""Heroku's app.json completes the process types of the Procfile."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.json import read
from poolaudit.extract.surfaces.heroku_app import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin


def test_formation() -> None:
    """Quantities are replicas; variables without a value are given later."""
    text = (
        '{"formation": {"web": {"quantity": 2, "size": "basic"}, "worker": {"quantity": 1}},'
        ' "env": {"A": "1", "B": {"value": "2"}, "C": {"generator": "secret"}}}'
    )
    source = Source("x/app.json", text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment)]

    assert [("web", "procfile", 2, "x", "heroku"), ("worker", "procfile", 1, "x", "heroku")] == [
        (each.name, each.surface, each.replicas.value, each.build.value, each.platform) for each in found
    ]
    assert [("A", "1", Origin.WRITTEN), ("B", "2", Origin.WRITTEN), ("C", None, Origin.UNRESOLVED)] == [
        (each.name, each.value.value.masked if each.value.value else None, each.value.origin) for each in found[0].env
    ]


def test_without_a_formation() -> None:
    """A file that scales nothing is no deployment."""
    source = Source("app.json", '{"name": "x", "env": {"A": "1"}}')

    assert [] == list(SURFACE.extract(source, read(source)))
