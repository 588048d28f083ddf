"""The catalog entries of MySQL and MariaDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.catalog.servers.mariadb import SERVER as MARIADB
from poolaudit.catalog.servers.mysql import SERVER as MYSQL
from poolaudit.catalog.servers.mysql_parameters import PARAMETERS

if TYPE_CHECKING:
    from poolaudit.catalog.model import Server


def test_what_rules_rest_on() -> None:
    """Defaults, units and ranges of the options that rules use."""
    assert [("max_connections", "", "151", "1", "100000"), ("wait_timeout", "s", "28800", "1", "31536000")] == [
        (each.name, each.unit, each.default, each.minimum, each.maximum) for each in PARAMETERS
    ]


@pytest.mark.parametrize("server", [MYSQL, MARIADB], ids=["MySQL", "MariaDB"])
def test_variants_are_images_of_the_server(server: Server) -> None:
    """An image that reads or sets something of its own is one of the server's images."""
    assert set() == {name for each in server.variants for name in each.repositories} - set(server.images)


def test_they_share_a_protocol() -> None:
    """A connection string for MySQL leads to MariaDB as well; neither keeps connections of `max_connections` for itself."""
    assert [("mysql", ()), ("mysql", ())] == [(each.engine or each.name, each.reserved) for each in (MYSQL, MARIADB)]
