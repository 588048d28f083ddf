"""Findings for code scanning. In: a `Result`, rule pages, file texts. Out: SARIF 2.1.0 (OASIS Standard, 2020-03-27).

Shaped for what GitHub code scanning and GitLab read: rules of this run only, one code flow per finding, links to related
places, line hashes as GitHub computes them, relative URIs, and no source text, because a line may hold a password.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poolaudit.facts.secret import MASK
from poolaudit.lint.finding import Severity
from poolaudit.report.base import HOME, Report, in_order, repository_path, sentence, worst_first
from poolaudit.report.line_hash import line_hashes
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.span import Span
    from poolaudit.lint.finding import Finding, Fix, Result
    from poolaudit.report.base import Context, RulePage

MAX_RESULTS = 5000
"""GitLab reads no more from a run; GitHub shows the 5,000 most severe of 25,000."""
MAX_TEXT = 1024
"""GitLab drops a result with a longer description or message; GitHub cuts it."""
MAX_STEPS = 1000
"""GitHub shows no more places of a result."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_ROOT = "%SRCROOT%"


def render(result: Result, context: Context) -> str:
    """One JSON document, ASCII only."""
    from json import dumps  # noqa: PLC0415

    return dumps(document(result, context), indent=2) + "\n"


REPORT = Report("sarif", render)


def document(result: Result, context: Context) -> dict[str, Any]:
    """The same as plain Python values."""
    kept = in_order(tuple(worst_first(result.findings)[:MAX_RESULTS]))
    rules = {rule: index for index, (_, rule) in enumerate(sorted({(each.code, each.rule) for each in kept}))}
    hashes = _hashes(kept, context)
    driver = {
        "name": "poolaudit",
        "fullName": f"poolaudit {context.version}",
        "version": context.version,
        "semanticVersion": context.version,
        "informationUri": HOME,
        "rules": [_rule(rule, [each for each in kept if each.rule == rule], context.pages.get(rule)) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "poolaudit/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "Root of the repository."}}},
        "redactionTokens": [MASK],
        "invocations": [_invocation(result, context)],
        "results": [_result(each, rules[each.rule], hashes.get((each.span.path, each.span.line)), context) for each in kept],
    }
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _hashes(findings: list[Finding], context: Context) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for finding in findings:
        wanted.setdefault(finding.span.path, set()).add(finding.span.line)
    found = {}
    for path, lines in wanted.items():
        text = context.read(path)
        if text is not None:
            found.update({(path, line): value for line, value in line_hashes(text, lines).items()})
    return found


def _rule(name: str, findings: list[Finding], page: RulePage | None) -> dict[str, Any]:
    first = findings[0]
    severity = page.severity if page else max((each.severity for each in findings), key=lambda each: each.rank)
    confidence = max((each.confidence for each in findings), key=lambda each: each.rank)
    title = page.title if page else name.replace("-", " ").capitalize()
    prose = (page.manual.prose.strip() if page and page.body else "") or sentence(first.remedy or title)
    return {
        "id": first.code,
        "name": "".join(word.capitalize() for word in name.split("-")),
        "shortDescription": {"text": _cut(sentence(title))},
        "fullDescription": {"text": _cut(sentence(_first_paragraph(prose).rstrip(":") or title))},
        "help": {"text": prose, "markdown": prose},
        **({"helpUri": f"{HOME}/blob/main/rules/{page.family}/{page.name}.md"} if page else {}),
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {
            "tags": ["connection-pooling", "database", *([page.family] if page else [])],
            "precision": confidence.value,
            "problem.severity": _PROBLEMS[severity],
        },
    }


def _result(finding: Finding, index: int, line_hash: str | None, context: Context) -> dict[str, Any]:
    related = _related(finding, context)
    text = _message(finding, related)
    steps = list(_steps(finding, context))[:MAX_STEPS]
    fingerprints = {"primaryLocationLineHash": line_hash, "poolaudit/v1": finding.fingerprint}
    fix = _fix(finding.fix, context) if finding.fix else None
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding.span, context)],
        **({"relatedLocations": related} if related else {}),
        **({"codeFlows": [{"threadFlows": [{"locations": steps}]}]} if len(steps) > 1 else {}),
        "partialFingerprints": {key: value for key, value in fingerprints.items() if value},
        **({"fixes": [fix]} if fix else {}),
        "properties": {"confidence": finding.confidence.value, "rule": finding.rule},
    }


def _message(finding: Finding, related: list[dict[str, Any]]) -> str:
    """The sentence, with a link to each related place as far as the limit allows: places that nothing links to are not shown."""
    text = finding.message.rstrip(".")
    text = text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text
    text = _cut(text, MAX_TEXT - 1)
    links = ""
    for each in related:
        place = each["physicalLocation"]
        name = f"{printable(_unquoted(place['artifactLocation']['uri']))}:{place['region']['startLine']}"
        link = f"{', ' if links else ''}[{name.translate(_BRACKETS)}]({each['id']})"
        if len(text) + len(links) + len(link) + len(" ().") > MAX_TEXT:
            break
        links += link
    return f"{text} ({links})." if links else sentence(text)


_BRACKETS = str.maketrans({"[": "\\[", "]": "\\]"})


def _related(finding: Finding, context: Context) -> list[dict[str, Any]]:
    """The places of the evidence, each line once, without the line of the finding itself."""
    seen = {(finding.span.path, finding.span.line)}
    related: list[dict[str, Any]] = []
    for step in finding.evidence:
        span = step.span
        if span is None or (span.path, span.line) in seen or repository_path(span.path, context) is None:
            continue
        seen.add((span.path, span.line))
        related.append({"id": len(related) + 1, **_location(span, context), "message": {"text": _cut(sentence(step.text))}})
    return related[:100]


def _steps(finding: Finding, context: Context) -> Iterator[dict[str, Any]]:
    """The route. What stands in no file of the repository is told at the place of the finding: every step needs a place."""
    for step in finding.evidence:
        span, text = step.span, step.text
        if span is None:
            text = f"{step.origin.value}: {text}"
        elif repository_path(span.path, context) is None:
            text, span = f"{printable(span.path)}:{span.line}: {text}", None
        location = {**_location(span or finding.span, context), "message": {"text": _cut(sentence(text))}}
        yield {"location": location, "importance": "essential" if span == finding.span else "important"}


def _fix(fix: Fix, context: Context) -> dict[str, Any] | None:
    """Replacements of characters; an edit of an argument is worked out from the file when it is applied, and left out here."""
    if any(change.kind != "value" or repository_path(change.span.path, context) is None for change in fix.changes):
        return None
    files: dict[str, list[dict[str, Any]]] = {}
    for change in fix.changes:
        replacement = {"deletedRegion": _region(change.span), "insertedContent": {"text": change.text}}
        files.setdefault(change.span.path, []).append(replacement)
    changes = [{"artifactLocation": _artifact(path, context), "replacements": each} for path, each in files.items()]
    return {"description": {"text": _cut(sentence(fix.title))}, "artifactChanges": changes}


def _invocation(result: Result, context: Context) -> dict[str, Any]:
    """What the run itself has to say: files that were not read, results that were left out."""
    notes = [
        {
            "level": "warning",
            "message": {"text": _cut(sentence(f"{printable(each.path)} was not read: {each.reason}"))},
            **(
                {"locations": [{"physicalLocation": {"artifactLocation": _artifact(each.path, context)}}]}
                if _named(each.path, context)
                else {}
            ),
        }
        for each in result.unread
    ]
    if len(result.findings) > MAX_RESULTS:
        text = f"{len(result.findings)} findings; the {MAX_RESULTS} most severe are listed."
        notes.append({"level": "warning", "message": {"text": text}})
    return {
        "executionSuccessful": True,
        "exitCode": context.exit_code,
        **({"toolExecutionNotifications": notes} if notes else {}),
    }


def _named(path: str, context: Context) -> bool:
    return repository_path(path, context) not in {None, "."}


def _location(span: Span, context: Context) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(span.path, context), "region": _region(span)}}


def _artifact(path: str, context: Context) -> dict[str, Any]:
    from urllib.parse import quote  # noqa: PLC0415

    inside = repository_path(path, context) or path
    return {"uri": quote(inside.encode("utf-8", "surrogateescape"), safe="/"), "uriBaseId": _ROOT}


def _unquoted(uri: str) -> str:
    from urllib.parse import unquote  # noqa: PLC0415

    return unquote(uri)


def _region(span: Span) -> dict[str, int]:
    return {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}


def _first_paragraph(body: str) -> str:
    """The first text of a page that is no heading, on one line, without the marks of Markdown."""
    for block in re.split(r"\n[ \t]*\n", body):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith(("#", "```", "|"))]
        if lines:
            return (
                re.sub(r"\[([^\]\[]{1,300})\]\([^()\s]{1,500}\)", r"\1", " ".join(" ".join(lines).split()))
                .replace("`", "'")
                .replace("**", "")
            )
    return ""


def _cut(text: str, limit: int = MAX_TEXT) -> str:
    return text if len(text) <= limit else f"{text[: limit - 4].rstrip()} ..."
