"""Properties files of Spring that are called otherwise."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.properties import read
from poolaudit.extract.surfaces.spring_named import SURFACE
from poolaudit.facts.client_pool import ClientPool

TEXT = "spring.datasource.url=jdbc:postgresql://db:5432/shop\nspring.datasource.hikari.maximum-pool-size=8\n"


def test_the_name_says_when_it_holds() -> None:
    """Each of several files beside each other is a profile of its own, with the pool that it describes."""
    found = {}
    for path in ("config/config-postgres.properties", "config/config-postgres-large.properties"):
        source = Source(path, TEXT)
        (pool,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, ClientPool))
        found[path] = (pool.environment, pool.max_size.value, pool.span.line)

    assert {
        "config/config-postgres.properties": ("postgres", 8, 1),
        "config/config-postgres-large.properties": ("large", 8, 1),
    } == found
