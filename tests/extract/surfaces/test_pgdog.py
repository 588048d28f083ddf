"""PgDog's file in the words of the catalog."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.toml import read
from poolaudit.extract.surfaces.pgdog import SURFACE
from poolaudit.facts.pooler import PoolerConfig


@pytest.mark.parametrize(
    ("text", "settings", "entries"),
    [
        pytest.param(
            '[general]\npooler_mode = "session"\ndefault_pool_size = 25\ncheckout_timeout = 2500\n[[databases]]\nname = "shop"\n'
            'host = "db"\npool_size = 7\npooler_mode = "transaction"\n',
            {"pool_mode": "session", "default_pool_size": "25", "query_wait_timeout": "2.5"},
            [("shop", {"host": "db", "pool_size": "7", "pool_mode": "transaction"})],
            id="databases",
        ),
        pytest.param(
            '[general]\nprepared_statements = "disabled"\n', {"max_prepared_statements": "0"}, [], id="no prepared statements"
        ),
        pytest.param('[general]\nprepared_statements = "extended"\n', {}, [], id="default"),
    ],
)
def test_files(text: str, settings: dict[str, str], entries: list[tuple[str, dict[str, str]]]) -> None:
    """General settings and databases have PgBouncer's names, durations are seconds."""
    source = Source("pgdog.toml", text)
    (config,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, PoolerConfig))

    assert settings == {name: value.value for name, value in config.settings}
    assert entries == [(each.name, {name: value.value for name, value in each.values}) for each in config.entries]
