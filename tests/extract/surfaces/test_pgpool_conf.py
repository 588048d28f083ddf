"""Pgpool-II's file in the words of the catalog."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.postgresql_conf import read
from poolaudit.extract.surfaces.pgpool_conf import SURFACE
from poolaudit.facts.pooler import PoolerConfig


def test_children_and_backends() -> None:
    """Children are the most clients; each backend is a line of its own."""
    source = Source(
        "pgpool.conf",
        "num_init_children = 32 # clients\nmax_pool = 4\nport = 9999\nbackend_hostname0 = 'db'\nbackend_port0 = 5432\n",
    )
    (config,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, PoolerConfig))

    assert {"max_client_conn": "32", "max_pool": "4", "listen_port": "9999"} == {
        name: value.value for name, value in config.settings
    }
    assert [("*", [("host", "db"), ("port", "5432")])] == [
        (each.name, [(name, value.value) for name, value in each.values]) for each in config.entries
    ]
