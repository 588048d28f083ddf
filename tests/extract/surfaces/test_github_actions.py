"""Jobs of workflows with their service containers."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.github_actions import SURFACE
from poolaudit.facts.deployment import Deployment

_TEXT = """\
env: {MODE: ci}
jobs:
  test:
    services:
      postgres:
        image: postgres:16
        env: {POSTGRES_PASSWORD: s3cret}
        ports: ["5433:5432"]
    env:
      DATABASE_URL: postgres://postgres:s3cret@localhost:5433/x
    steps:
      - run: pytest
        env: {MODE: unit, TOKEN: "${{ secrets.TOKEN }}"}
  lint:
    steps: [{run: ruff}]
"""


def test_jobs_and_services() -> None:
    """A job with services is a deployment of its own, beside them; other jobs open no connection."""
    source = Source(".github/workflows/ci.yml", _TEXT)
    postgres, job = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment))

    assert ("postgres", "postgres:16", [(5432, 5433)], "test") == (
        postgres.name,
        postgres.image.value,
        [(each.container, each.published) for each in postgres.ports],
        postgres.environment,
    )
    assert (postgres.project, "test") == (job.project, job.name)
    assert [("MODE", "unit"), ("DATABASE_URL", "postgres://postgres:***@localhost:5433/x"), ("TOKEN", None)] == [
        (each.name, each.value.value.masked if each.value.value else None) for each in job.env
    ]
    assert "s3cret" not in repr((postgres, job))
