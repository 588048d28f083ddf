"""Findings for a job summary or a comment. In: a `Result`. Out: GitHub Flavored Markdown (https://github.github.com/gfm/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.lint.finding import Confidence
from poolaudit.report.base import Report, count, worst_first
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.setting import Evidence
    from poolaudit.lint.finding import Finding, Result
    from poolaudit.report.base import Context

_SPECIAL = {character: f"\\{character}" for character in "\\`*_{}[]#|!~$"} | {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    "@": "&#64;",
}
_ESCAPES = str.maketrans(_SPECIAL)


def render(result: Result, _context: Context) -> str:
    """A table of all findings, the worst first, and under it each one with its route."""
    findings = worst_first(result.findings)
    blocks = [f"## poolaudit: {count(len(findings), 'finding') if findings else 'no findings'}"]
    if findings:
        rows = ["| Severity | Place | Rule | What |", "| --- | --- | --- | --- |", *map(_row, findings)]
        blocks += ["\n".join(rows), *("\n".join(_details(finding)) for finding in findings)]
    if result.unread:
        files = [f"- {_code(each.path)}: {_plain(each.reason)}" for each in result.unread]
        blocks.append("\n".join(["**Not read:**", "", *files]))
    read = f"{count(result.files_read, 'file')} read"
    notes = [read, f"{len(result.unread)} unread", f"{len(result.suppressed)} suppressed", f"{len(result.unknown)} undecided"]
    blocks.append(", ".join(note for note in notes if not note.startswith("0 ") or note is read))
    return "\n\n".join(blocks) + "\n"


REPORT = Report("markdown", render)


def _row(finding: Finding) -> str:
    place = _code(f"{finding.span.path}:{finding.span.line}")
    return f"| {finding.severity.value} | {place} | {finding.code} {finding.rule} | {_plain(finding.message)} |"


def _details(finding: Finding) -> Iterator[str]:
    place = f"{finding.span.path}:{finding.span.line}:{finding.span.column}"
    doubt = "" if finding.confidence is Confidence.HIGH else f" ({finding.confidence.value} confidence)"
    yield f"<details><summary>{finding.code} {finding.rule}: {_html(place)}{doubt}</summary>"
    yield ""
    yield _plain(finding.message)
    yield ""
    if finding.evidence:
        yield from (f"{index}. {_step(step)}" for index, step in enumerate(finding.evidence, 1))
        yield ""
    if finding.remedy:
        yield f"**How to mend:** {_plain(finding.remedy)}"
        yield ""
    yield "</details>"


def _step(step: Evidence) -> str:
    place = _code(f"{step.span.path}:{step.span.line}") if step.span else step.origin.value
    return f"{place} {_code(step.text)}"


def _plain(text: str) -> str:
    """Text that means nothing to Markdown or HTML and mentions nobody."""
    return printable(text).translate(_ESCAPES).replace("://", ":&#8203;//").replace("www.", "www&#46;")


def _code(text: str) -> str:
    """A code span; in a table a bar ends a cell even there."""
    shown = printable(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in shown.replace("`", " ` ").split() if set(run) == {"`"}), default=0) + 1)
    return f"{fence} {shown} {fence}" if "`" in shown else f"`{shown}`"


def _html(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
