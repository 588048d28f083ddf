"""What the name of a host tells by itself."""

from __future__ import annotations

import re

import pytest

from poolaudit._parts import parts
from poolaudit.graph.hosts import _tail, provider_of

ENDPOINTS = [each for group in parts("poolaudit.catalog.providers", "ENDPOINTS") for each in group]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(r"db\.[a-z]+\.neon\.tech", ".neon.tech", id="after a class"),
        pytest.param(r"(?:a|b)\.db-1\.X", ".db-1.x", id="after a group, in lower case"),
        pytest.param(r"db\.(?:co|net)", "", id="a group at the end"),
        pytest.param(r"a\.com(?:\.cn)?", "", id="an optional end"),
        pytest.param(r"x|(?:y)z", "", id="an alternative"),
        pytest.param(r"[a-z]\d", "", id="a class by a letter"),
        pytest.param(r"a{2}b+c", "c", id="after a repetition"),
    ],
)
def test_certain_end_of_a_pattern(pattern: str, expected: str) -> None:
    """The end of a pattern is taken as far as every match has it."""
    assert expected == _tail(pattern)


@pytest.mark.parametrize(
    "host",
    [
        "ep-a-1.eu.aws.neon.tech",
        "p.abcdefghijabcdefghijab.db.postgresbridge.com",
        "EC2-1-2-3-4.compute-1.amazonaws.com",
        "db.example.org",
    ],
)
def test_a_skipped_pattern_would_not_have_matched(host: str) -> None:
    """The provider of a host is the first whose whole pattern fits."""
    fits = (each for each in ENDPOINTS if re.fullmatch(each.host, host, re.IGNORECASE) and not each.ports)

    assert next(fits, None) == provider_of(host, None, "")
