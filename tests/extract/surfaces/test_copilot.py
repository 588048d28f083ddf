"""Services and jobs of AWS Copilot."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.copilot import SURFACE
from poolaudit.facts.deployment import Deployment

_TEXT = """\
name: api
type: Load Balanced Web Service
image:
  build: services/api/Dockerfile
  port: 8080
count: 1
command: ./serve --port 8080
variables:
  PORT: 8080
  LOG: info
secrets:
  DATABASE_URL: /copilot/shop/prod/secrets/DATABASE_URL
  HOST:
    from_cfn: shop-prod-host
sidecars:
  pooler:
    image: edoburu/pgbouncer:v1.23.1
    port: 6432
environments:
  test:
    variables: {LOG: debug}
  production:
    count:
      range: 2-10
"""


def _found(text: str, path: str = "copilot/api/manifest.yml") -> list[Deployment]:
    source = Source(path, text)
    return [each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment)]


def test_each_environment() -> None:
    """What stands below an environment is laid over the rest of the manifest, sidecars with their service."""
    found = _found(_TEXT)

    assert [
        ("api", "test", 1, "api", "debug"),
        ("pooler", "test", 1, "api", ""),
        ("api", "production", 10, "api", "info"),
        ("pooler", "production", 10, "api", ""),
    ] == [
        (
            each.name,
            each.environment,
            each.replicas.value,
            each.pod,
            {e.name: e.value.value for e in each.env}["LOG"].reveal() if each.env else "",
        )  # type: ignore[union-attr]
        for each in found
    ]


def test_what_runs() -> None:
    """The image is built from the folder of its Dockerfile, below that of `copilot`; secrets have a name and no value."""
    first, second, *_ = _found(_TEXT, "shop/copilot/api/manifest.yml")

    assert ("shop/services/api", "shop/services/api/Dockerfile", ("./serve", "--port", "8080"), [8080], "shop/copilot") == (
        first.build.value,
        first.dockerfile,
        first.command.value,
        [each.container for each in first.ports],
        first.project,
    )
    assert [
        ("DATABASE_URL", None, "it comes from Secrets Manager or the Parameter Store"),
        ("HOST", None, "it comes from Secrets Manager or the Parameter Store"),
    ] == [(each.name, each.value.value, each.value.note) for each in first.env[2:]]
    assert ("edoburu/pgbouncer:v1.23.1", [6432]) == (second.image.value, [each.container for each in second.ports])


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param("", 1, id="default"),
        pytest.param("count: 3\n", 3, id="a number"),
        pytest.param("count: {range: 1-8, cpu_percentage: 70}\n", 8, id="a range"),
        pytest.param("count: {range: {min: 1, max: 9, spot_from: 2}}\n", 9, id="a range with spot"),
        pytest.param("count: {spot: 5}\n", 5, id="spot"),
        pytest.param("count:\n  range: ${COPIES}\n", None, id="unknown"),
    ],
)
def test_copies(count: str, expected: int | None) -> None:
    """The most copies count, those of spot capacity too."""
    (found,) = _found(f"name: api\ntype: Backend Service\nimage: {{location: shop/api}}\n{count}")

    assert ("shop/api", expected) == (found.image.value, found.replicas.value)


def test_app_runner() -> None:
    """App Runner starts instances as requests come."""
    (found,) = _found(
        "name: web\ntype: Request-Driven Web Service\nimage: {build: {context: ., dockerfile: docker/Dockerfile}}\n"
    )

    assert ("", "docker/Dockerfile", "aws-app-runner", "App Runner starts as many instances as there are requests") == (
        found.build.value,
        found.dockerfile,
        found.platform,
        found.replicas.note,
    )


@pytest.mark.parametrize("kind", ["Environment", "Static Site"])
def test_other_manifests(kind: str) -> None:
    """Environments and static sites run no code."""
    assert [] == _found(f"name: test\ntype: {kind}\n")
