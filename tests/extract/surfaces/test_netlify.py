"""Sites of Netlify with functions."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.toml import read
from poolaudit.extract.surfaces.netlify import SURFACE
from poolaudit.facts.deployment import Deployment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('[functions]\ndirectory = "f"\n[build.environment]\nA = "b"\n', [("netlify", ["A"])], id="functions"),
        pytest.param('[[edge_functions]]\npath = "/"\nfunction = "x"\n', [("netlify", [])], id="edge"),
        pytest.param('[build]\npublish = "dist"\n', [], id="static"),
    ],
)
def test_sites(text: str, expected: list[tuple[str, list[str]]]) -> None:
    """Only a site with functions opens connections."""
    source = Source("netlify.toml", text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment)]

    assert expected == [(each.platform, [entry.name for entry in each.env]) for each in found]
