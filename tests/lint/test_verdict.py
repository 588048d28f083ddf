"""What a scan comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.lint.finding import Confidence, Finding, Result, Severity
from poolaudit.lint.verdict import at_least, exit_code, with_severity

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def findings(at: Callable[..., Any]) -> Any:
    """One finding of each severity, less and less sure."""
    pairs = zip(Severity, Confidence, strict=True)
    return tuple(
        Finding(f"{severity.value}-rule", f"XX{severity.rank}", severity, confidence, "m", at(), (), "r", "f")
        for severity, confidence in pairs
    )


@pytest.mark.parametrize(
    ("worst", "fail_on", "expected"),
    [
        (0, Severity.ERROR, 1),
        (1, Severity.ERROR, 0),
        (1, Severity.WARNING, 1),
        (2, Severity.WARNING, 0),
        (2, Severity.INFO, 1),
        (3, Severity.INFO, 0),
        (0, None, 0),
    ],
)
def test_a_scan_fails_at_its_threshold(findings: tuple[Finding, ...], worst: Any, fail_on: Any, expected: object) -> None:
    """1 for a finding as severe as the threshold, 0 otherwise; no threshold never fails."""
    assert expected == exit_code(Result(findings[worst:], (), (), 0, 0, (), 0, 0.0), fail_on)


def test_silenced_findings_do_not_fail_a_scan(findings: tuple[Finding, ...]) -> None:
    """What a comment or a baseline accepts does not count."""
    assert exit_code(Result((), (), (), 0, 0, (), 0, 0.0, suppressed=findings), Severity.INFO) == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), [0, 1, 2]),
        ((Severity.WARNING,), [0, 1]),
        ((Severity.ERROR,), [0]),
        ((Severity.INFO, Confidence.MEDIUM), [0, 1]),
        ((Severity.INFO, Confidence.HIGH), [0]),
    ],
    ids=str,
)
def test_mild_and_unsure_findings_are_left_out(findings: tuple[Finding, ...], arguments: Any, expected: object) -> None:
    """Both thresholds include what reaches them."""
    assert [findings[index] for index in expected] == list(at_least(findings, *arguments))


def test_a_user_may_give_a_rule_another_severity(findings: tuple[Finding, ...]) -> None:
    """By name or code; other rules keep theirs."""
    changed = with_severity(findings, {"info-rule": Severity.ERROR, "XX3": Severity.INFO})

    assert [Severity.INFO, Severity.WARNING, Severity.ERROR] == [each.severity for each in changed]
