"""The identity of findings."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from poolaudit.lint.fingerprint import fingerprint

part = st.text(st.characters(exclude_characters="\0"), max_size=5)
identity = st.tuples(part, part, part, st.integers(0, 3))


def test_a_fingerprint_stays_what_it_is() -> None:
    """Baselines of users hold these values, so the recipe cannot change."""
    assert ("325be385c308b54d", 16) == (fingerprint("a-rule", "app/db.py", "asyncpg.create_pool"), len(fingerprint("", "", "")))


@given(identity, identity)
def test_different_faults_have_different_fingerprints(one: Any, other: Any) -> None:
    """Rule, path, symbol and count each tell findings apart."""
    assert (one == other) == (fingerprint(*one) == fingerprint(*other))
