"""The catalog entry of PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.catalog.servers.postgresql import SERVER

if TYPE_CHECKING:
    from poolaudit.catalog.model import ServerParameter

BY_NAME = {each.name.lower(): each for each in SERVER.parameters}


@pytest.mark.parametrize("parameter", [pytest.param(each, id=each.name) for each in SERVER.parameters])
def test_parameter(parameter: ServerParameter) -> None:
    """Types and units are known, ranges are numbers, and a default lies in its range or among its words."""
    number = parameter.type in ("integer", "real")

    assert parameter.type in {"bool", "integer", "real", "string", "enum"}
    assert parameter.unit in {"", "ms", "s", "min", "B", "kB", "8kB", "MB"}
    assert not number or float(parameter.minimum) <= float(parameter.default or parameter.minimum) <= float(parameter.maximum)
    assert parameter.type != "bool" or parameter.default in {"on", "off", ""}
    assert parameter.type != "enum" or not parameter.values or parameter.default in parameter.values


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("max_connections", ("integer", "", "100", "")),
        ("superuser_reserved_connections", ("integer", "", "3", "")),
        ("reserved_connections", ("integer", "", "0", "16")),
        ("transaction_timeout", ("integer", "ms", "0", "17")),
        ("idle_session_timeout", ("integer", "ms", "0", "")),
        ("work_mem", ("integer", "kB", "4096", "")),
        ("tcp_keepalives_idle", ("integer", "s", "0", "")),
    ],
)
def test_what_rules_rest_on(name: str, expected: tuple[str, str, str, str]) -> None:
    """Type, unit, default and first release of the parameters that rules use."""
    found = BY_NAME[name]

    assert expected == (found.type, found.unit, found.default, found.since)


def test_names_are_unique() -> None:
    """Every parameter stands once, without regard to case."""
    names = [each.name.lower() for each in SERVER.parameters]

    assert sorted(BY_NAME) == sorted(names)
