"""Files that one pooler reads together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting
from poolaudit.graph.pooler_settings import settings_for
from poolaudit.graph.running_pooler import lone

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PGDOG = """
[general]
default_pool_size = 10

[[databases]]
name = "shop"
host = "db"

[[databases]]
name = "log"
host = "db"
"""
USERS = """
[[users]]
name = "app"
database = "shop"
password = "s3cret"
pool_size = 30
pooler_mode = "session"

[[users]]
name = "app"
database = "log"
password = "s3cret"
pool_size = 5
pooler_mode = "session"
"""


def test_users_of_the_file_beside(graph_of: Callable[..., Graph]) -> None:
    """Lines of users.toml are the users of the pgdog.toml beside it; what differs from database to database is not known."""
    graph = graph_of({"pool/pgdog.toml": PGDOG, "pool/users.toml": USERS, "other/users.toml": USERS})
    (pooler,) = graph.poolers
    assert pooler.config is not None
    settings = settings_for(lone(pooler.config), Setting.default("shop"), Setting.default("app"))

    assert ("session", None, "it depends on the database") == (
        settings.text("pool_mode").value,
        settings.text("default_pool_size", own=("pool_size",)).value,
        settings.text("default_pool_size", own=("pool_size",)).note,
    )
    assert "s3cret" not in repr(graph)


def test_a_file_of_users_alone_is_no_pooler(graph_of: Callable[..., Graph]) -> None:
    """Other programs have a users.toml as well."""
    graph = graph_of({"users.toml": USERS})

    assert () == graph.poolers
