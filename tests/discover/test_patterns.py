"""Patterns of file names: the quick way of telling says what the slow one would."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.patterns import fits


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("compose.yml", "compose.yml", True),
        ("compose.yml", "*.yml", True),
        ("a.yml.bak", "*.yml.*", True),
        ("a.yml", "*.yml.*", False),
        ("my-compose.prod.yml", "*compose*.yml", True),
        ("aa", "a*a", True),
        ("a", "a*a", False),
        ("deploy/values.yaml", "deploy/*.yaml", True),
        ("x/deploy/values.yaml", "deploy/*.yaml", True),
        ("deploy/x/values.yaml", "deploy/*.yaml", False),
        ("deploy/x/values.yaml", "deploy/**/*.yaml", True),
        ("pg1.conf", "pg?.conf", True),
        ("pg1.conf", "pg[!1].conf", False),
        ("pg2.conf", "pg[12].conf", True),
        ("pg.conf.d", "pg.conf.[a-z]", True),
    ],
)
def test_examples(name: str, pattern: str, expected: bool) -> None:  # noqa: FBT001  # the expected answer
    """A star stays inside of one name; a pattern with folders may start anywhere."""
    assert expected == fits(name, pattern)


@given(st.text("ab.", max_size=8), st.text("ab.*", max_size=6))
def test_names_fit_as_the_library_says(name: str, pattern: str) -> None:
    """For names without folders the answer is that of `fnmatch`."""
    assert fnmatchcase(name, pattern) == fits(name, pattern)
