"""Findings for servers that show test results. In: a `Result`. Out: JUnit XML, ASCII only.

Elements as the Jenkins schema has them: https://github.com/jenkinsci/xunit-plugin, junit-10.xsd. Errors and warnings are
failures, notes are passed tests with output, and a clean scan is one passed test, because an empty suite looks broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.lint.finding import Severity
from poolaudit.report.base import Report, in_order
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.lint.finding import Finding, Result
    from poolaudit.report.base import Context


def render(result: Result, _context: Context) -> str:
    """One document with one suite."""
    findings = in_order(result.findings)
    cases = [line for finding in findings for line in _case(finding)]
    if not findings:
        cases = ['    <testcase classname="poolaudit" name="scan"/>']
    failures = sum(finding.severity is not Severity.INFO for finding in findings)
    numbers = f'tests="{max(len(findings), 1)}" failures="{failures}" errors="0" skipped="0" time="{result.seconds:.3f}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<testsuites>",
        f'  <testsuite name="poolaudit" {numbers}>',
        *cases,
        *_unread(result),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


REPORT = Report("junit", render)


def _case(finding: Finding) -> Iterator[str]:
    span = finding.span
    name = f"{finding.code} {finding.rule} {span.path}:{span.line}:{span.column}"
    yield f'    <testcase classname="{_text(span.path)}" name="{_text(name)}" file="{_text(span.path)}" line="{span.line}">'
    steps = [
        f"{step.span.path}:{step.span.line}: {step.text}" if step.span else f"{step.origin.value}: {step.text}"
        for step in finding.evidence
    ]
    text = "\n".join(_text(line) for line in [*steps, *([f"How to mend: {finding.remedy}"] if finding.remedy else [])])
    if finding.severity is Severity.INFO:
        yield f"      <system-out>{_text(finding.message)}\n{text}</system-out>"
    else:
        yield f'      <failure type="{finding.severity.value}" message="{_text(finding.message)}">{text}</failure>'
    yield "    </testcase>"


def _unread(result: Result) -> list[str]:
    lines = "\n".join(_text(f"unread: {each.path}: {each.reason}") for each in result.unread)
    return [f"    <system-err>{lines}</system-err>"] if lines else []


def _text(text: str) -> str:
    """Fit for elements and attributes: characters that XML refuses as escapes, others outside of ASCII as references."""
    plain = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return plain.encode("ascii", "xmlcharrefreplace").decode("ascii")
