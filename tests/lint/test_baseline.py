"""Baseline files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.lint.baseline import BaselineError, dump_baseline, load_baseline, split
from poolaudit.lint.finding import Confidence, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def findings(at: Callable[..., Any]) -> Any:
    """Three findings in no order."""
    return tuple(
        Finding(rule, "XX1", Severity.INFO, Confidence.HIGH, "secret-free", at(path), (), "r", identity)
        for rule, path, identity in [("b-rule", "b.py", "02"), ("a-rule", "b.py", "03"), ("a-rule", "ä.py", "01")]
    )


def test_a_baseline_is_sorted_text(findings: tuple[Finding, ...]) -> None:
    """The same findings in any order give the same file: path, rule, fingerprint, and nothing that moves."""
    expected = """\
{
  "version": 1,
  "findings": [
    {
      "fingerprint": "03",
      "path": "b.py",
      "rule": "a-rule"
    },
    {
      "fingerprint": "02",
      "path": "b.py",
      "rule": "b-rule"
    },
    {
      "fingerprint": "01",
      "path": "ä.py",
      "rule": "a-rule"
    }
  ]
}
"""

    assert expected == dump_baseline(findings) == dump_baseline((*reversed(findings), findings[0]))


def test_a_baseline_is_read_back(findings: tuple[Finding, ...]) -> None:
    """Reading gives the fingerprints."""
    assert frozenset({"01", "02", "03"}) == load_baseline(dump_baseline(findings))


def test_accepted_findings_are_split_off(findings: tuple[Finding, ...]) -> None:
    """New findings stay, in their order."""
    assert ((findings[1],), (findings[0], findings[2])) == split(findings, frozenset({"01", "02", "99"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a baseline of version 1"),
        (json.dumps({"version": 2, "findings": []}), "not a baseline of version 1"),
        (json.dumps({"version": 1, "findings": {}}), "not a baseline of version 1"),
        (
            json.dumps({"version": 1, "findings": [{"rule": "x"}]}),
            "an entry without a fingerprint",
        ),
        (json.dumps({"version": 1, "findings": [7]}), "an entry without a fingerprint"),
    ],
    ids=["empty", "nesting bomb", "list", "version", "shape", "no fingerprint", "no entry"],
)
def test_another_file_is_refused(text: str, expected: object) -> None:
    """One line says what to do."""
    with pytest.raises(BaselineError) as error:
        load_baseline(text)

    assert expected == str(error.value)
