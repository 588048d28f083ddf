"""Comments that silence findings: `poolaudit: ignore[direct-endpoint, PA201] the backup needs a session`.

In: findings, the files that hold such comments, and the rules. Out: what is left, what was silenced, and findings about comments
that silence nothing. A comment counts at any place of a finding, primary or evidence: on a line with the place, or alone on the
line above it.
"""

from __future__ import annotations

import re
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.lint.finding import Severity
from poolaudit.lint.own import IGNORE_WITHOUT_REASON, OWN_RULES, UNUSED_IGNORE, own_finding
from poolaudit.lint.words import closest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from poolaudit.discover.source import Source
    from poolaudit.facts.span import Span
    from poolaudit.lint.finding import Finding
    from poolaudit.lint.rulebook import Rulebook

TRIGGER = "poolaudit: ignore"
"""A file without this text holds no such comment."""
MAX_COMMENTS = 1000
"""Comments of one file; what stands behind them is not looked at."""
MAX_LINES = 500
"""Lines of one place on which a comment counts."""
MAX_NAME = 60
"""Characters of a name for which a suggestion is looked for."""
_LEADERS = ("#", ";", "//", "--", "<!--", "/*", "{{/*")
_ENDS = r"(?:-->|\*/\}\}|\*/)\s*$"
_NAMES = r"\[([^\[\]]{0,500})\]"
_NAME = r"[^\s,][^,]*[^\s,]|[^\s,]"


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment."""

    span: Span
    """From `poolaudit:` to the bracket."""
    names: tuple[tuple[str, Span], ...]
    """Rules by name or code, each with its place; none when the comment has no bracket."""
    reason: str
    covers: int
    """The line on which it silences."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """Findings after the comments have had their say."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    about_comments: tuple[Finding, ...] = field(default=())
    """Findings of `unused-ignore` and `ignore-without-reason`, as far as these rules run."""


def ignores(source: Source) -> tuple[Ignore, ...]:
    """The ignore comments of one file, at most `MAX_COMMENTS`; one that stands alone speaks for the next line of another kind."""
    rows = list(islice(_rows(source), MAX_COMMENTS))
    alone = {number for number, _, text in rows if text.lstrip().startswith((*_LEADERS, "* "))}
    covers: dict[int, int] = {}
    for number, _, _ in reversed(rows):
        covers[number] = (
            covers.get(number + 1, number + 1) if number in alone and number + 1 in alone else number + (number in alone)
        )
    return tuple(ignore for number, start, text in rows for ignore in _on_line(source, start, text, covers[number]))[
        :MAX_COMMENTS
    ]


def suppress(
    findings: Iterable[Finding], comments: Iterable[Ignore], rulebook: Rulebook, running: Collection[str]
) -> Suppression:
    """Take out what comments silence.

    Args:
        findings: All findings.
        comments: The ignore comments of every file that holds one.
        rulebook: All rules there are, for names and codes.
        running: Names of the rules of this run; a comment for another one is not called unused.
    """
    every = tuple(comments)
    by_line: dict[tuple[str, int], list[Ignore]] = {}
    for comment in every:
        by_line.setdefault((comment.span.path, comment.covers), []).append(comment)
    used: set[Span] = set()
    kept: list[Finding] = []
    silenced: list[Finding] = []
    for finding in findings:
        places = {name for line in _lines_of(finding) for comment in by_line.get(line, ()) for name in _naming(comment, finding)}
        used |= places
        (silenced if places else kept).append(finding)
    about = [each for comment in every for each in _about(comment, rulebook, used, running)]
    return Suppression(tuple(kept), tuple(silenced), tuple(about))


def _lines_of(finding: Finding) -> set[tuple[str, int]]:
    """Each line of the finding's own place, first and last line of the others.

    A comment may stand at an argument of a long call, and formatters move it to the closing bracket.
    """
    own = finding.span
    last = min(own.end_line, own.line + MAX_LINES)
    spans = [own, *(step.span for step in finding.evidence if step.span is not None)]
    ends = {(span.path, line) for span in spans for line in (span.line, span.end_line)}
    return ends | {(own.path, line) for line in range(own.line, last + 1)}


def _naming(comment: Ignore, finding: Finding) -> Iterator[Span]:
    for name, span in comment.names:
        if name == finding.rule or name.upper() == finding.code:
            yield span


def _about(comment: Ignore, rulebook: Rulebook, used: set[Span], running: Collection[str]) -> Iterator[Finding]:
    from poolaudit.lint.template import clean  # noqa: PLC0415

    exempt = any(rulebook.find(name) is UNUSED_IGNORE for name, _ in comment.names)
    if UNUSED_IGNORE.name in running and not exempt:
        if not comment.names:
            text = "this comment names no rule, so it silences nothing; write `poolaudit: ignore[rule-name] reason`"
            yield _unused(text, comment.span, "")
        for name, span in comment.names:
            found = rulebook.find(name)
            if found is None:
                hint = closest(name, (rule.name for rule in rulebook)) if len(name) <= MAX_NAME else ""
                yield _unused(f"no rule is called `{clean(name)}`{hint}", span, name)
            elif found.name in running and span not in used and found not in OWN_RULES:
                yield _unused(f"{found.name} reports nothing here, so this comment silences nothing", span, name)
    if IGNORE_WITHOUT_REASON.name in running and comment.names and not comment.reason:
        names = ", ".join(name for name, _ in comment.names)
        yield own_finding(
            IGNORE_WITHOUT_REASON,
            Severity.INFO,
            "this comment does not say why",
            comment.span,
            symbol=names,
            remedy="write the reason behind the bracket",
        )


def _unused(text: str, span: Span, symbol: str) -> Finding:
    return own_finding(
        UNUSED_IGNORE, Severity.INFO, text, span, symbol=symbol, remedy="remove the comment, or name the rule that it is for"
    )


def _rows(source: Source) -> Iterator[tuple[int, int, str]]:
    """Number, offset and text of each line that holds the trigger."""
    starts = source.line_starts()
    at = source.text.find(TRIGGER)
    while at >= 0:
        number, column = source.position(at)
        start = at - column + 1
        end = starts[number] if number < len(starts) else len(source.text)
        yield number, start, source.text[start:end].rstrip("\r\n")
        at = source.text.find(TRIGGER, end)


def _on_line(source: Source, start: int, text: str, covers: int) -> Iterator[Ignore]:
    """The comments of one line that starts at an offset of the source."""
    leaders = [at for at in map(text.find, _LEADERS) if at >= 0]
    first = 0 if text.lstrip().startswith("* ") else min(leaders, default=len(text))
    places: list[int] = []
    at = text.find(TRIGGER, first)
    while at >= 0 and len(places) < MAX_COMMENTS:
        after = text[at + len(TRIGGER) : at + len(TRIGGER) + 1]
        if not (after.isalnum() or after in {"-", "_"}):
            places.append(at)
        at = text.find(TRIGGER, at + 1)
    for at, end in zip(places, [*places[1:], len(text)], strict=False):
        bracket = re.compile(_NAMES).match(text, at + len(TRIGGER))
        if bracket is None or bracket.end() > end:
            yield Ignore(source.span(start + at, start + at + len(TRIGGER)), (), "", covers)
            continue
        names = tuple(
            (name[0], source.span(start + name.start(), start + name.end()))
            for name in re.compile(_NAME).finditer(text, bracket.start(1), bracket.end(1))
        )
        reason = re.sub(_ENDS, "", text[bracket.end() : end]).strip()
        yield Ignore(source.span(start + at, start + bracket.end()), names, reason, covers)
