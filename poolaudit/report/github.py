"""Findings as annotations of a GitHub Actions run. In: a `Result`. Out: workflow commands, the worst first.

Syntax and escapes: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands and
actions/toolkit packages/core/src/command.ts. A step shows ten errors and ten warnings; the rest is in the log only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.lint.finding import Severity
from poolaudit.report.base import Report, repository_path, worst_first
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence
    from poolaudit.lint.finding import Finding, Result
    from poolaudit.report.base import Context

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(result: Result, context: Context) -> str:
    """One command for each finding, and a warning for each unread file."""
    unread = [
        f"::warning {_properties(file=repository_path(each.path, context), title='poolaudit: unread')}::{_data(each.reason)}\n"
        for each in result.unread
    ]
    return "".join([*(_command(each, context) for each in worst_first(result.findings)), *unread])


REPORT = Report("github", render)


def _command(finding: Finding, context: Context) -> str:
    span = finding.span
    one_line = span.line == span.end_line  # columns are refused where the lines differ
    properties = _properties(
        file=repository_path(span.path, context),
        line=span.line,
        endLine=span.end_line,
        col=span.column if one_line else None,
        endColumn=max(span.end_column - 1, span.column) if one_line else None,
        title=f"{finding.code} {finding.rule}",
    )
    lines = [printable(finding.message), *(f"- {_step(step)}" for step in finding.evidence)]
    if finding.remedy:
        lines.append(f"How to mend: {printable(finding.remedy)}")
    text = "\n".join(lines)
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(text)}\n"


def _step(step: Evidence) -> str:
    place = f"{printable(step.span.path)}:{step.span.line}" if step.span else step.origin.value
    return f"{place}: {printable(step.text)}"


def _properties(**values: str | int | None) -> str:
    return ",".join(
        f"{key}={_data(str(value)).replace(':', '%3A').replace(',', '%2C')}" for key, value in values.items() if value is not None
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
