"""Odyssey's file in the words of the catalog."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.libconfig import read
from poolaudit.extract.surfaces.odyssey_conf import SURFACE
from poolaudit.facts.pooler import PoolerConfig


def test_databases_and_storages() -> None:
    """A user of a database is a line with the host of its storage; `default` is any database."""
    source = Source(
        "odyssey.conf",
        'listen {\n host "*"\n port 6432\n}\nstorage "pg" {\n type "remote"\n host "db"\n port 5432\n}\n'
        'database "shop" {\n user "app" {\n  storage "pg"\n  pool "transaction"\n  pool_size 10\n  pool_timeout 2000\n'
        "  pool_reserve_prepared_statement yes\n }\n}\n"
        'database default {\n user default {\n  storage "pg"\n  pool "session"\n }\n}\n',
    )
    (config,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, PoolerConfig))

    assert [("listen_port", "6432")] == [(name, value.value) for name, value in config.settings]
    assert [
        (
            "shop",
            {
                "pool_mode": "transaction",
                "pool_size": "10",
                "query_wait_timeout": "2",
                "host": "db",
                "port": "5432",
                "max_prepared_statements": "1",
            },
        ),
        ("*", {"pool_mode": "session", "host": "db", "port": "5432"}),
    ] == [(each.name, {name: value.value for name, value in each.values}) for each in config.entries]
