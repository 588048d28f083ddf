"""Findings for programs, version 1. In: a `Result`. Out: JSON as `findings.schema.json` describes it.

The same tree gives the same bytes, but for `summary.seconds`. A later version of poolaudit may add keys; it raises
`version` before it changes or removes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolaudit.report.base import Report, in_order

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.lint.finding import Finding, Fix, Result
    from poolaudit.report.base import Context


def render(result: Result, context: Context) -> str:
    """One JSON document, ASCII only, so that every terminal and pipe carries it unchanged."""
    from json import dumps  # noqa: PLC0415

    return dumps(document(result, context), indent=2) + "\n"


REPORT = Report("json", render)


def document(result: Result, context: Context) -> dict[str, Any]:
    """The same as plain Python values."""
    return {
        "version": 1,
        "tool": {"name": "poolaudit", "version": context.version},
        "findings": [_finding(each) for each in in_order(result.findings)],
        "unknown": [
            {"rule": each.rule, "path": each.span.path, "line": each.span.line, "missing": list(each.missing)}
            for each in sorted(result.unknown, key=lambda each: (each.span.path, each.span.line, each.rule, each.missing))
        ],
        "unread": [
            {"path": each.path, "reason": each.reason}
            for each in sorted(result.unread, key=lambda each: (each.path, each.reason))
        ],
        "summary": {
            "files": result.files,
            "files_read": result.files_read,
            "facts": dict(sorted(result.facts)),
            "routes": result.routes,
            "seconds": round(result.seconds, 3),
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "message": finding.message,
        **_range(finding.span),
        "evidence": [_evidence(step) for step in finding.evidence],
        "fix": None if finding.fix is None else _fix(finding.fix),
        "fingerprint": finding.fingerprint,
    }


def _evidence(step: Evidence) -> dict[str, Any]:
    span = step.span
    return {
        "path": span.path if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "origin": step.origin.value,
        "text": step.text,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    changes = [
        {**_range(change.span), "kind": change.kind, "argument": change.argument, "text": change.text} for change in fix.changes
    ]
    return {"title": fix.title, "changes": changes}


def _range(span: Span) -> dict[str, Any]:
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
