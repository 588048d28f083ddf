"""Values of PostgreSQL's parameters in base units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.extract.settings.postgresql_values import RefusedError, parameters, value_of


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("statement_timeout", "1.5s", "1500"),
        ("statement_timeout", "2 min", "120000"),
        ("statement_timeout", "1d", "86400000"),
        ("statement_timeout", "1500us", "2"),
        ("authentication_timeout", "1min", "60"),
        ("log_rotation_age", "1d", "1440"),
        ("work_mem", "0.5GB", "524288"),
        ("work_mem", "1048576B", "1024"),
        ("shared_buffers", "128MB", "16384"),
        ("max_wal_size", "1GB", "1024"),
        ("wal_segment_size", "16MB", "16777216"),
        ("max_connections", "0200", "128"),
        ("max_connections", "200.5", "200"),
        ("max_connections", "1e2", "100"),
        ("random_page_cost", "1.1", "1.1"),
        ("vacuum_cost_delay", "2000us", "2"),
        ("fsync", "OF", "off"),
        ("fsync", "t", "on"),
        ("wal_level", "LOGICAL", "logical"),
        ("synchronous_commit", "true", "true"),
        ("summarize_wal", "on", "on"),
        ("search_path", "a, b", "a, b"),
    ],
)
def test_value(name: str, text: str, expected: str) -> None:
    """A value is brought to the base unit of its parameter."""
    actual = value_of(parameters()[name], text)

    assert expected == actual


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("statement_timeout", "5m", 'invalid value for parameter "statement_timeout": "5m"'),
        ("statement_timeout", "-1", '-1 ms is outside the valid range for parameter "statement_timeout" (0 .. 2147483647)'),
        ("statement_timeout", "100d", 'invalid value for parameter "statement_timeout": "100d"'),
        ("work_mem", "64mb", 'invalid value for parameter "work_mem": "64mb"'),
        ("max_connections", "100ms", 'invalid value for parameter "max_connections": "100ms"'),
        ("max_connections", "08", 'invalid value for parameter "max_connections": "08"'),
        ("max_connections", "", 'invalid value for parameter "max_connections": ""'),
        ("max_connections", "0", '0 is outside the valid range for parameter "max_connections" (1 .. 262143)'),
        ("fsync", "o", 'parameter "fsync" requires a Boolean value'),
        ("fsync", "", 'parameter "fsync" requires a Boolean value'),
        ("wal_level", "high", 'invalid value for parameter "wal_level": "high"'),
    ],
)
def test_refused(name: str, text: str, expected: str) -> None:
    """A value that the server refuses is refused in its words."""
    with pytest.raises(RefusedError) as caught:
        value_of(parameters()[name], text)

    assert expected == str(caught.value)


@given(st.sampled_from(sorted(parameters())), st.text(st.sampled_from("0123456789.eExX+- kMGTBmsdhuinof_"), max_size=10))
def test_any_text(name: str, text: str) -> None:
    """Any text is a value or refused."""
    try:
        actual = value_of(parameters()[name], text)
    except RefusedError:
        actual = ""

    assert isinstance(actual, str)
