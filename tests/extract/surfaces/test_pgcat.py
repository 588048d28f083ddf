"""PgCat's file in the words of the catalog."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.toml import read
from poolaudit.extract.surfaces.pgcat import SURFACE
from poolaudit.facts.pooler import PoolerConfig

_TEXT = """\
[general]
port = 6432
idle_timeout = 30000
connect_timeout = "soon"
ban_time = 60
admin_password = "s3cret"
[pools.shop]
pool_mode = "transaction"
query_parser_enabled = true
prepared_statements_cache_size = 500
[pools.shop.users.0]
username = "app"
password = "s3cret"
pool_size = 9
statement_timeout = 4000
[pools.shop.shards.0]
servers = [["db", 5432, "primary"], ["replica", 5432, "replica"]]
database = "shop"
"""


def test_pools_and_users() -> None:
    """Milliseconds are seconds; a pool is a database line, a user a user line; passwords are left out."""
    source = Source("pgcat.toml", _TEXT)
    (config,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, PoolerConfig))

    assert [
        ("listen_port", "6432", "port", ""),
        ("server_connect_timeout", None, "connect_timeout", "not a number of milliseconds"),
        ("server_idle_timeout", "30", "idle_timeout", "30000 ms"),
        ("ban_time", "60", "ban_time", ""),
    ] == [(name, value.value, value.label, value.note) for name, value in config.settings]
    assert [
        (
            "databases",
            "shop",
            [
                ("host", "db"),
                ("port", "5432"),
                ("dbname", "shop"),
                ("pool_mode", "transaction"),
                ("max_prepared_statements", "500"),
                ("query_parser_enabled", "true"),
            ],
        ),
        ("servers", "shop/0", [("host", "db"), ("port", "5432"), ("role", "primary"), ("dbname", "shop")]),
        ("servers", "shop/0", [("host", "replica"), ("port", "5432"), ("role", "replica"), ("dbname", "shop")]),
        ("users", "app", [("pool_size", "9"), ("statement_timeout", "4000")]),
    ] == [(each.section, each.name, [(name, value.value) for name, value in each.values]) for each in config.entries]
    assert ["shop", "db", "replica", "app"] == [source.at(each.span) for each in config.entries]
    assert "s3cret" not in repr(config)


def test_another_file() -> None:
    """A file without pools says nothing."""
    source = Source("pgcat.toml", "[general]\nport = 1\n")

    assert [] == list(SURFACE.extract(source, read(source)))
