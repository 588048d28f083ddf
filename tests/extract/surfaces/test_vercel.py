"""Projects of Vercel."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.json import read
from poolaudit.extract.surfaces.vercel import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin


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
