"""Laravel's config/database.php."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.config import Config
from poolaudit.discover.source import Source
from poolaudit.extract.code.php import FORMAT
from poolaudit.extract.surfaces.laravel_database import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.scan import survey

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<?php

return [
    'default' => env('DB_CONNECTION', 'pgsql'),
    'connections' => [
        'sqlite' => ['driver' => 'sqlite', 'database' => 'x'],
        'mysql' => ['driver' => 'mysql', 'host' => env('DB_HOST', '127.0.0.1'), 'options' => array_filter([])],
        'pgsql' => [
            'driver' => 'pgsql',
            'url' => env('DB_URL'),
            'host' => env('DB_HOST', '127.0.0.1'),
            'port' => env('DB_PORT', '5432'),
            'password' => 'hunter2',
            'options' => [PDO::ATTR_EMULATE_PREPARES => true, \\PDO::ATTR_TIMEOUT => 5, PDO::ATTR_PERSISTENT => env('KEEP')],
        ],
        'reports' => ['driver' => 'pgsql', 'host' => 'reports'],
    ],
];
"""


def _pools(text: str = TEXT) -> list[ClientPool]:
    source = Source("config/database.php", text)
    return [each for each in SURFACE.extract(source, FORMAT.read(source)) if isinstance(each, ClientPool)]


def test_each_connection_is_a_pool() -> None:
    """Options of PDO are settings, what a function filters is not known, and a driver without a server is none."""
    assert [
        ("connections['mysql']", None, None),
        ("connections['pgsql']", False, 5.0),
        ("connections['reports']", True, None),
    ] == [(each.call, each.named_statements.value, each.connect_timeout.value) for each in _pools()]


def test_a_file_that_returns_something_else() -> None:
    """Nothing is said of an array without connections, or of a function's result."""
    assert [] == _pools("<?php\nreturn ['connections' => env('X')];\n")
    assert [] == _pools("<?php\nfunction f() { return ['connections' => ['a' => ['driver' => 'pgsql']]]; }\n")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ("DB_HOST=db\n", [None, ("postgresql", "db"), ("postgresql", "reports")]),
        ("DB_CONNECTION=mysql\nDB_HOST=db\n", [("mysql", "db"), None, ("postgresql", "reports")]),
        ("DB_URL=postgres://u@elsewhere/x\nDB_HOST=db\n", [None, ("postgresql", "elsewhere"), ("postgresql", "reports")]),
    ],
    ids=["the file's default", "another default", "a whole connection string"],
)
def test_only_the_default_of_the_standard_ones_is_opened(
    tmp_path: Path, variables: str, expected: list[tuple[str, str] | None]
) -> None:
    """Connections that every application has count only where they are the default."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "database.php").write_text(TEXT, encoding="utf-8")
    (tmp_path / ".env").write_text(variables, encoding="utf-8")
    routes = survey(tmp_path, config=Config()).graph.routes

    assert expected == [(each.dsn.engine, each.dsn.host.value) if each.dsn else None for each in routes]
