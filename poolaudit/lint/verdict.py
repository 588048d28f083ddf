"""What a scan comes to: which findings count, and whether it fails.

In: findings or a `Result`, and thresholds. Out: findings, or an exit code.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.lint.finding import Confidence, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolaudit.lint.finding import Finding, Result

CLEAN = 0
FAILED = 1


def exit_code(result: Result, fail_on: Severity | None) -> int:
    """1 when a finding is as severe as `fail_on` or worse, else 0; None never fails."""
    if fail_on is None:
        return CLEAN
    return FAILED if any(finding.severity.rank >= fail_on.rank for finding in result.findings) else CLEAN


def at_least(
    findings: Iterable[Finding], severity: Severity = Severity.INFO, confidence: Confidence = Confidence.LOW
) -> tuple[Finding, ...]:
    """Those that are severe and sure enough to be reported."""
    return tuple(
        finding for finding in findings if finding.severity.rank >= severity.rank and finding.confidence.rank >= confidence.rank
    )


def with_severity(findings: Iterable[Finding], severity: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """The same findings with the severity that the user gives a rule, by name or code."""
    return tuple(
        replace(finding, severity=severity.get(finding.rule) or severity.get(finding.code) or finding.severity)
        for finding in findings
    )
