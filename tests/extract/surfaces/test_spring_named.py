"""Properties files of Spring that are called otherwise."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.properties import read
from poolaudit.extract.surfaces.spring_named import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.name import NamedValue

TEXT = "spring.datasource.url=jdbc:postgresql://db:5432/shop\nspring.datasource.hikari.maximum-pool-size=8\n"


def test_the_name_says_when_it_holds() -> None:
    """Each of several files beside each other is an environment of its own that a program must ask for."""
    found = {}
    for path in ("config/config-postgres.properties", "config/config-postgres-large.properties"):
        source = Source(path, TEXT)
        (pool,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, ClientPool))
        found[path] = (pool.environment, pool.on_request, pool.max_size.value, pool.span.line)

    assert {
        "config/config-postgres.properties": ("postgres", True, 8, 1),
        "config/config-postgres-large.properties": ("postgres-large", True, 8, 1),
    } == found


def test_names_hold_on_request_too() -> None:
    """A value of such a file fills nothing in other environments."""
    source = Source("config/config-redis.properties", "spring.data.redis.host=cache\n")

    assert [("spring.data.redis.host", "redis")] == [
        (each.name, each.environment) for each in SURFACE.extract(source, read(source)) if isinstance(each, NamedValue)
    ]


def test_files_of_profiles_are_no_such_files() -> None:
    """What Spring reads by itself is left to the surface of its own files."""
    source = Source("config/application-postgres.properties", TEXT)

    assert [] == list(SURFACE.extract(source, read(source)))
