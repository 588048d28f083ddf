"""Heroku's app.json completes the process types of the Procfile."""

from __future__ import annotations

from json import dumps

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.json import read
from poolaudit.extract.surfaces.heroku_app import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.server import ServerConfig
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


@pytest.mark.parametrize(
    ("addons", "expected"),
    [
        pytest.param(["heroku-postgresql:standard-0"], [("postgresql", "standard-0")], id="text"),
        pytest.param(
            [{"plan": "heroku-redis"}, {"plan": "jawsdb:leopard"}], [("redis", None), ("mysql", "leopard")], id="mapping"
        ),
        pytest.param(["papertrail", 3, {"as": "X"}], [], id="others"),
        pytest.param({}, [], id="no list"),
    ],
)
def test_databases(addons: object, expected: list[tuple[str, str | None]]) -> None:
    """Each add-on that is a database is a server of its plan."""
    source = Source("app.json", dumps({"addons": addons}))
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, ServerConfig)]

    assert expected == [(each.engine, each.instance_class.value) for each in found]
    assert all(each.managed for each in found)
