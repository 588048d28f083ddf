"""Command lines of MySQL and MariaDB."""

from __future__ import annotations

import shlex

import pytest

from poolaudit.extract.surfaces.mysql_command import server_arguments


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mysqld --max-connections=200", (("max_connections", "200"),)),
        ("mariadbd --max_connections 77 --loose-wait_timeout=88", (("max_connections", "77"), ("wait_timeout", "88"))),
        ("--max_connections=1K", (("max_connections", "1024"),)),
        ("docker-entrypoint.sh mysqld --wait-timeout=60", (("wait_timeout", "60"),)),
        ("/usr/sbin/mysqld --max_connections=5 --max-connections=6", (("max_connections", "6"),)),
        ("mysqld --defaults-file=/x.cnf --no-defaults", (("defaults_file", "/x.cnf"), ("no_defaults", ""))),
        ("mysqld --max_connections=many", (("max_connections", "many"),)),
        ("mysqld --max_connection=9", (("max_connections", "--max_connection=9"),)),
        ("mysqld --character-set-server=utf8mb4 -u mysql", ()),
        ("mysqld -- --max_connections=9", ()),
        ("mysqld --max_connections", (("max_connections", ""),)),
        ("", ()),
    ],
)
def test_server_arguments(line: str, expected: tuple[tuple[str, str], ...]) -> None:
    """Options set parameters in base units; what the server refuses stays as it is written."""
    assert expected == server_arguments(tuple(shlex.split(line)))
