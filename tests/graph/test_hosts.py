"""Providers by host names: what makes the look-up quick must never hide an endpoint."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit._parts import parts
from poolaudit.graph.hosts import _literal, provider_of

ENDPOINTS = [endpoint for group in parts("poolaudit.catalog.providers", "ENDPOINTS") for endpoint in group]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.name)
@given(data=st.data())
def test_each_host_of_an_endpoint_holds_its_literal(endpoint: object, data: st.DataObject) -> None:
    """Every host name that the pattern describes contains the text that is looked for first."""
    pattern = endpoint.host  # type: ignore[attr-defined]  # an endpoint of the catalog
    host = data.draw(st.from_regex(re.compile(pattern, re.IGNORECASE | re.ASCII), fullmatch=True))

    assert any(each in host.lower() for each in _literal(pattern))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"[a-z]+\.db\.example\.com", (".db.example.com",)),
        (r"(?:[a-z]+\.)+db\.example\.com?", ("db.example.co",)),
        (r"one\.example|two\.example", ("one.example", "two.example")),
        (r"db\.example\.(?:com|org)", ("db.example.",)),
        (r"x{2}ab+c", ("ab",)),
        (r"a*bc", ("bc",)),
    ],
)
def test_the_longest_text_of_a_pattern_is_found(pattern: str, expected: tuple[str, ...]) -> None:
    """What may be missing is no part of it, nor is anything in a group; alternatives have one each."""
    assert expected == _literal(pattern)


def test_the_case_of_a_host_does_not_matter() -> None:
    """Host names are compared without regard to case."""
    found = provider_of("EP-Cool-Sun-123456-Pooler.eu-central-1.aws.Neon.Tech", 5432, "postgresql")

    assert found is not None
    assert "neon-pooled" == found.name
