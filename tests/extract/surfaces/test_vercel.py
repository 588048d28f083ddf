"""Projects of Vercel."""

from __future__ import annotations

from json import dumps

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.json import read
from poolaudit.extract.surfaces.vercel import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin


@pytest.mark.parametrize(
    ("functions", "expected"),
    [
        pytest.param({"a.ts": {"maxDuration": 600}}, (600, Origin.WRITTEN), id="one"),
        pytest.param({"a.ts": {"maxDuration": 60}, "b.ts": {"maxDuration": 400}}, (400, Origin.DERIVED), id="the longest"),
        pytest.param({"a.ts": {"maxDuration": 60}}, (None, Origin.UNRESOLVED), id="others may take longer"),
        pytest.param({"a.ts": {"maxDuration": "max"}, "b.ts": {"maxDuration": 400}}, (None, Origin.UNRESOLVED), id="no number"),
        pytest.param({"a.ts": {"memory": 512}}, (None, Origin.ABSENT), id="none"),
        pytest.param([], (None, Origin.ABSENT), id="list"),
    ],
)
def test_longest_run(functions: object, expected: tuple[int | None, Origin]) -> None:
    """The longest time of all functions is known where the file names one beyond the default."""
    source = Source("vercel.json", dumps({"functions": functions}))
    (found,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment))

    assert expected == (found.timeout.value, found.timeout.origin)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('{"crons": []}', [("functions", "vercel", "app", Origin.UNRESOLVED)], id="functions"),
        pytest.param('{"headers": []}', [], id="static"),
        pytest.param("[]", [], id="list"),
    ],
)
def test_projects(text: str, expected: list[tuple[str, str, str, Origin]]) -> None:
    """A project that runs something is a deployment whose copies are not in the file."""
    source = Source("app/vercel.json", text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment)]

    assert expected == [(each.name, each.platform, each.build.value, each.replicas.origin) for each in found]
