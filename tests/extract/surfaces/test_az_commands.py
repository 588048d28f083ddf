"""Azure's own PgBouncer, switched on by `az`."""

from __future__ import annotations

import pytest

from poolaudit.catalog.azure_postgresql import DEFAULTS
from poolaudit.discover.source import Source
from poolaudit.extract.settings.shell_script import read
from poolaudit.extract.surfaces.az_commands import SURFACE
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.setting import Origin

_SET = "az postgres flexible-server parameter set --server-name"


def _configs(text: str) -> tuple[Source, list[PoolerConfig]]:
    source = Source("setup.sh", text)
    return source, [each for each in SURFACE.extract(source, read(source)) if isinstance(each, PoolerConfig)]


def test_commands_about_one_server_belong_together() -> None:
    """Parameters are gathered by the text of the server's name, and its tier is that of the command which made it."""
    source, configs = _configs(
        f'az postgres flexible-server create -n "$DB" --sku-name=Standard_B1ms \\\n  --tier Burstable && echo done\n'
        f'{_SET} "$DB" --name pgbouncer.enabled --value true\n'
        f'{_SET} "$DB" --name pgbouncer.pool_mode --value=session | tee log\n'
        f"{_SET} other --name pgbouncer.enabled --value true\n"
        f"{_SET} other --name work_mem --value 4\n"
    )
    found = [
        (each.name, [(name, value.value) for name, value in each.settings if value.origin is Origin.WRITTEN]) for each in configs
    ]

    assert [
        ("DB", [("enabled", "true"), ("pool_mode", "session"), ("tier", "Burstable")]),
        ("other", [("enabled", "true")]),
    ] == found
    assert [DEFAULTS] == [
        tuple((name, value.value) for name, value in each.settings if value.origin is Origin.DEFAULT) for each in configs[1:]
    ]
    assert ["true", "session"] == [source.at(value.span) for _, value in configs[0].settings[:2] if value.span is not None]


@pytest.mark.parametrize(
    "text",
    [
        f"{_SET} a --name pgbouncer.enabled --value false",
        f"# {_SET} a --name pgbouncer.enabled --value true",
        f"{_SET} a --name pgbouncer.enabled --value 'tr",
        f"{_SET} a --name work_mem --value 4",
    ],
    ids=["off", "a comment", "cut off", "another parameter"],
)
def test_what_switches_nothing_on(text: str) -> None:
    """Other commands say nothing about a pooler."""
    assert [] == _configs(text)[1]
