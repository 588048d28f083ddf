"""PM2's applications become deployments."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.json import read
from poolaudit.extract.surfaces.pm2 import SURFACE
from poolaudit.facts.deployment import Deployment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '{"apps": [{"name": "web", "script": "app.js", "args": "--a b", "instances": 4, "exec_mode": "cluster"}]}',
            [("web", ("app.js", "--a", "b"), 4, "")],
            id="cluster",
        ),
        pytest.param(
            '{"apps": {"name": "w", "script": "x.py", "interpreter": "python3", "instances": "max"}}',
            [("w", ("python3", "x.py"), None, "it depends on the cores of the machine")],
            id="cores",
        ),
        pytest.param('[{"script": "a.js"}]', [("a.js", ("a.js",), 1, "PM2")], id="list"),
        pytest.param(
            '{"apps": [{"script": "a.js", "instances": -1}]}',
            [("a.js", ("a.js",), None, "it depends on the cores of the machine")],
            id="fewer",
        ),
        pytest.param('{"rows": [{"script": 1}]}', [], id="other JSON"),
    ],
)
def test_applications(text: str, expected: list[tuple[str, tuple[str, ...], int | None, str]]) -> None:
    """Instances are replicas; as many as the machine has cores is not known."""
    source = Source("pm2.json", text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment)]

    assert expected == [(each.name, each.command.value, each.replicas.value, each.replicas.note) for each in found]
