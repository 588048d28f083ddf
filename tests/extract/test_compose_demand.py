"""Facts in, paths of compose files with other names out."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.compose_demand import ComposeDemand
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.compose import SURFACE

_TEXT = """\
include: [infra/cache.yml, compose.db.yml, gone.yml]
services:
  web:
    extends: {file: base.yaml, service: web}
  job:
    extends: web
"""


def test_files_that_services_name() -> None:
    """Only files that are there and whose names do not tell what they are, each of them once."""
    source = Source("compose.yml", _TEXT)
    facts = list(SURFACE.extract(source, read(source)))
    demand = ComposeDemand(["base.yaml", "infra/cache.yml", "compose.db.yml", "other.yml", "cache.yml"])

    assert ["base.yaml", "infra/cache.yml"] == demand.files(facts)
    assert [] == demand.files(facts)
