"""Findings for GitLab's merge request widget. In: a `Result`. Out: a Code Quality report.

Format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from poolaudit.lint.finding import Severity
from poolaudit.report.base import Report, in_order, repository_path

if TYPE_CHECKING:
    from poolaudit.lint.finding import Result
    from poolaudit.report.base import Context

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(result: Result, context: Context) -> str:
    """One JSON array, ASCII only. GitLab shows one of several entries with equal fingerprints, so repeated ones are numbered."""
    from json import dumps  # noqa: PLC0415

    seen: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for finding in in_order(result.findings):
        seen[finding.fingerprint] += 1
        repeated = f"-{seen[finding.fingerprint]}" if seen[finding.fingerprint] > 1 else ""
        rows.append(
            {
                "description": f"{finding.message} ({finding.code})",
                "check_name": finding.rule,
                "fingerprint": f"{finding.fingerprint}{repeated}",
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": repository_path(finding.span.path, context) or finding.span.path,
                    "lines": {"begin": finding.span.line, "end": finding.span.end_line},
                },
            }
        )
    return dumps(rows, indent=2) + "\n"


REPORT = Report("gitlab", render)
