"""Connection strings at a known place of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import parse_dsn

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.setting import Setting

    Reads = Callable[..., dict[str, Any]]


@pytest.fixture
def read() -> Reads:
    """What a string says, in short: value, `?` and why for what is open, None for what is absent."""

    def reading(text: str, reader: str = "") -> dict[str, Any]:
        return short(parse_dsn(text, Source("f", text).span, reader=reader))

    return reading


def short(dsn: Dsn) -> dict[str, Any]:
    """The parts of a connection string that say something."""
    said = {
        "engine": dsn.engine,
        "driver": dsn.driver,
        "hosts": [(shown(host.name), shown(host.port)) for host in dsn.hosts],
        "user": shown(dsn.user),
        "password": dsn.password.reveal() if dsn.password else None,
        "database": shown(dsn.database),
        "parameters": {key: shown(value) for key, value in dsn.parameters},
    }
    return {key: value for key, value in said.items() if value}


def shown(setting: Setting[Any]) -> Any:
    """The value, or `?` with the reason."""
    return setting.value if setting.is_known or not setting.note else f"? {setting.note}"
