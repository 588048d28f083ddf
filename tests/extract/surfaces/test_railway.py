"""Railway's files become one deployment for each environment."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings import json, toml
from poolaudit.extract.surfaces.railway import SURFACE
from poolaudit.facts.deployment import Deployment


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "railway.json",
            '{"deploy": {"startCommand": "npm start", "numReplicas": 2}, "environments": {"pr": {"deploy": {"numReplicas": 1}}}}',
            [("", ("npm", "start"), 2), ("pr", ("npm", "start"), 1)],
            id="environments",
        ),
        pytest.param(
            "railway.json",
            '{"deploy": {"multiRegionConfig": {"a": {"numReplicas": 2}, "b": {"numReplicas": 3}}}}',
            [("", None, 5)],
            id="regions",
        ),
        pytest.param("railway.toml", '[build]\nbuilder = "DOCKERFILE"\n', [("", None, 1)], id="default"),
        pytest.param("railway.json", '{"other": 1}', [], id="another file"),
    ],
)
def test_services(path: str, text: str, expected: list[tuple[str, tuple[str, ...] | None, int]]) -> None:
    """Replicas of all regions add up, and an environment lays its own values over the others."""
    source = Source(path, text)
    document = (json if path.endswith("json") else toml).read(source)
    found = [each for each in SURFACE.extract(source, document) if isinstance(each, Deployment)]

    assert expected == [(each.environment, each.command.value, each.replicas.value) for each in found]


def test_dockerfile() -> None:
    """The file may name a Dockerfile, from the root of the service on."""
    source = Source("api/railway.toml", '[build]\ndockerfilePath = "/docker/Dockerfile"\n')
    (found,) = (each for each in SURFACE.extract(source, toml.read(source)) if isinstance(each, Deployment))

    assert "api/docker/Dockerfile" == found.dockerfile
