"""Comments that silence findings: `poolaudit: ignore[direct-endpoint, PA201] the backup needs a session`.

In: findings, the files that hold such comments, and the rules. Out: what is left, what was silenced, and findings about comments
that silence nothing. A comment counts at any place of a finding, primary or evidence: on a line with the place, or alone on the
line above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
_LEADERS = ("#", ";", "//", "--", "<!--", "/*", "{{/*")
_ENDS = re.compile(r"(?:-->|\*/\}\}|\*/)\s*$")
_NAMES = re.compile(r"\[([^\[\]]{0,500})\]")
_NAME = re.compile(r"[^\s,][^,]*[^\s,]|[^\s,]")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment."""

    span: Span
    """From `poolaudit:` to the bracket."""
    names: tuple[tuple[str, Span], ...]
    """Rules by name or code, each with its place; none when the comment has no bracket."""
    reason: str
    covers: tuple[int, ...]
    """Lines on which it silences."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """Findings after the comments have had their say."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    about_comments: tuple[Finding, ...] = field(default=())
    """Findings of `unused-ignore` and `ignore-without-reason`, as far as these rules run."""


def ignores(source: Source) -> tuple[Ignore, ...]:
    """The ignore comments of one file."""
    if TRIGGER not in source.text:
        return ()
    lines = _Lines(source)
    return tuple(ignore for number in lines.numbers() for ignore in _on_line(source, lines, number))


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
        for line in comment.covers:
            by_line.setdefault((comment.span.path, line), []).append(comment)
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
    """First and last line of each place: formatters move the comment of a long call to its closing bracket."""
    spans = [finding.span, *(step.span for step in finding.evidence if step.span is not None)]
    return {(span.path, line) for span in spans for line in (span.line, span.end_line)}


def _naming(comment: Ignore, finding: Finding) -> Iterator[Span]:
    for name, span in comment.names:
        if name == finding.rule or name.upper() == finding.code:
            yield span


def _about(comment: Ignore, rulebook: Rulebook, used: set[Span], running: Collection[str]) -> Iterator[Finding]:
    exempt = any(rulebook.find(name) is UNUSED_IGNORE for name, _ in comment.names)
    if UNUSED_IGNORE.name in running and not exempt:
        if not comment.names:
            text = "this comment names no rule, so it silences nothing; write `poolaudit: ignore[rule-name] reason`"
            yield _unused(text, comment.span, "")
        for name, span in comment.names:
            found = rulebook.find(name)
            if found is None:
                yield _unused(f"no rule is called `{name}`{closest(name, (rule.name for rule in rulebook))}", span, name)
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


@dataclass(slots=True)
class _Lines:
    """Lines of a source that hold the trigger, with their text."""

    source: Source

    def numbers(self) -> Iterator[int]:
        """Numbers of the lines with a comment, each once."""
        at, last = self.source.text.find(TRIGGER), 0
        while at >= 0:
            line, _ = self.source.position(at)
            if line != last:
                yield line
            last = line
            at = self.source.text.find(TRIGGER, at + 1)

    def text(self, number: int) -> tuple[int, str]:
        """Offset and text of a line, without its end; an empty text behind the last one."""
        starts = self.source.line_starts()
        if number > len(starts):
            return len(self.source.text), ""
        end = starts[number] if number < len(starts) else len(self.source.text)
        return starts[number - 1], self.source.text[starts[number - 1] : end].rstrip("\r\n")


def _on_line(source: Source, lines: _Lines, number: int) -> Iterator[Ignore]:
    """The comments of one line; one that stands alone speaks for the next line of another kind."""
    start, text = lines.text(number)
    covers: tuple[int, ...] = (number,)
    if _stands_alone(text):
        below = number + 1
        while TRIGGER in (following := lines.text(below)[1]) and _stands_alone(following):
            below += 1
        covers = (below,)
    places = []
    at = text.find(TRIGGER)
    while at >= 0:
        after = text[at + len(TRIGGER) : at + len(TRIGGER) + 1]
        if _is_comment(text[:at]) and not (after.isalnum() or after in {"-", "_"}):
            places.append(at)
        at = text.find(TRIGGER, at + 1)
    for at, end in zip(places, [*places[1:], len(text)], strict=False):
        bracket = _NAMES.match(text, at + len(TRIGGER))
        if bracket is None or bracket.end() > end:
            yield Ignore(source.span(start + at, start + at + len(TRIGGER)), (), "", covers)
            continue
        names = tuple(
            (name[0], source.span(start + name.start(), start + name.end()))
            for name in _NAME.finditer(text, bracket.start(1), bracket.end(1))
        )
        reason = _ENDS.sub("", text[bracket.end() : end]).strip()
        yield Ignore(source.span(start + at, start + bracket.end()), names, reason, covers)


def _stands_alone(text: str) -> bool:
    return text.lstrip().startswith((*_LEADERS, "* "))


def _is_comment(before: str) -> bool:
    return any(leader in before for leader in _LEADERS) or before.lstrip().startswith("* ")
