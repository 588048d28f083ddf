"""Findings for a person at a terminal. In: a `Result`. Out: one block for each finding, unread files, a summary line.

A block is a clickable place, a sentence, the line it is about, and the route through the files that proves it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin
from poolaudit.lint.finding import Confidence, Severity
from poolaudit.report.base import Report, count, in_order
from poolaudit.report.terminal import cells, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.setting import Evidence
    from poolaudit.lint.finding import Finding, Result, Undecided
    from poolaudit.report.base import Context
    from poolaudit.report.terminal import Terminal

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_LABELS = {
    Origin.DEFAULT: "default",
    Origin.DERIVED: "derived",
    Origin.DECLARED: "declared",
    Origin.UNRESOLVED: "not known",
}
_PLACE_CELLS = 44
"""Longer places stand on a line of their own, so that one deep path does not push every text to the right."""


def render(result: Result, context: Context) -> str:
    """The report; with `quiet` one line for each finding and nothing else."""
    terminal = context.terminal
    findings = in_order(result.findings)
    if context.quiet:
        lines = [_short(finding, terminal) for finding in findings]
    else:
        blocks = [list(_block(finding, context)) for finding in findings]
        if context.show_unknown:
            blocks += [list(_undecided(each, terminal)) for each in result.unknown]
        if result.unread:
            blocks.append(
                [f"{terminal.paint('unread', 'yellow')}  {printable(f'{each.path}: {each.reason}')}" for each in result.unread]
            )
        blocks.append([summary(result, context)])
        lines = [line for index, block in enumerate(blocks) for line in ([""] if index else []) + block]
    return "".join(f"{terminal.spell(line)}\n" for line in lines)


REPORT = Report("text", render)


def summary(result: Result, context: Context) -> str:
    """`1 error, 2 warnings in 3 files; 214 files read, 2 unread`."""
    terminal = context.terminal
    numbers = Counter(finding.severity for finding in result.findings)
    parts = [
        terminal.paint(count(numbers[severity], noun), color, "bold")
        for severity, noun, color in (
            (Severity.ERROR, "error", "red"),
            (Severity.WARNING, "warning", "yellow"),
            (Severity.INFO, "note", "blue"),
        )
        if numbers[severity]
    ]
    files = len({finding.span.path for finding in result.findings})
    head = f"{', '.join(parts)} in {count(files, 'file')}" if parts else terminal.paint("no findings", "green", "bold")
    tail = [f"{count(result.files_read, 'file')} read"]
    if result.unread:
        tail.append(f"{len(result.unread)} unread")
    if result.suppressed:
        tail.append(f"{len(result.suppressed)} suppressed")
    if result.unknown:
        tail.append(f"{len(result.unknown)} undecided" + ("" if context.show_unknown else " (--show-unknown)"))
    fixable = sum(finding.fix is not None for finding in result.findings)
    if fixable:
        tail.append(f"{fixable} fixable with --fix")
    return f"{head}; {', '.join(tail)}"


def _short(finding: Finding, terminal: Terminal) -> str:
    span = finding.span
    severity = terminal.paint(finding.severity.value, _COLORS[finding.severity])
    place = f"{printable(span.path)}:{span.line}:{span.column}"
    return f"{place}: {severity}: {printable(finding.message)} [{finding.code} {finding.rule}]"


def _block(finding: Finding, context: Context) -> Iterator[str]:
    terminal, span = context.terminal, finding.span
    place = terminal.paint(f"{printable(span.path)}:{span.line}:{span.column}", "bold")
    severity = terminal.paint(finding.severity.value, _COLORS[finding.severity], "bold")
    doubt = "" if finding.confidence is Confidence.HIGH else f"  ({finding.confidence.value} confidence)"
    yield f"{place}  {severity}  {terminal.paint(finding.code, 'bold')} {finding.rule}{terminal.paint(doubt, 'dim')}"
    yield from terminal.wrap(printable(finding.message), "  ")
    yield from _source(finding, context)
    if finding.evidence:
        yield ""
        yield from _route(finding.evidence, terminal)
    if finding.remedy or finding.fix:
        yield ""
    if finding.remedy:
        yield from _labelled("how to mend:", printable(finding.remedy), terminal)
    if finding.fix:
        yield from _labelled("fix:", f"{printable(finding.fix.title)} (--fix applies it, --diff shows it)", terminal)


def _source(finding: Finding, context: Context) -> Iterator[str]:
    terminal, text = context.terminal, context.read(finding.span.path)
    number = str(finding.span.line)
    from poolaudit.report.snippet import snippet  # noqa: PLC0415  # a clean scan shows none

    shown = snippet(finding.span, text, terminal.width - len(number) - 7) if text is not None else None
    if shown is not None:
        yield ""
        yield f"    {terminal.paint(f'{number} │', 'dim')} {shown.text}"
        carets = terminal.paint("^" * shown.length, _COLORS[finding.severity])
        yield f"    {' ' * len(number)} {terminal.paint('│', 'dim')} {' ' * shown.before}{carets}"


def _route(evidence: tuple[Evidence, ...], terminal: Terminal) -> Iterator[str]:
    places = [_place(step) for step in evidence]
    column = _column_cells([cells(place) for place in places], terminal.width)
    last = len(evidence) - 1
    for index, (step, place) in enumerate(zip(evidence, places, strict=True)):
        mark = "─" if last == 0 else "╭" if index == 0 else "╰" if index == last else "├"
        rail = "│" if index < last else " "
        shown = terminal.paint(place, "cyan") if step.span else terminal.paint(place, "dim")
        hanging = " " * (column + 2)
        if cells(place) > column:
            yield f"  {terminal.paint(mark, 'dim')} {shown}"
            head = f"  {terminal.paint(rail, 'dim')} {hanging}"
        else:
            head = f"  {terminal.paint(mark, 'dim')} {shown}{' ' * (column - cells(place) + 2)}"
        for line in _column(printable(step.text), column + 6, terminal):
            yield f"{head}{line}".rstrip()
            head = f"  {terminal.paint(rail, 'dim')} {hanging}"


def _column_cells(sizes: list[int], width: int) -> int:
    """Width of the places: of all when most are long and leave room, else of those that are not."""
    roomy = width - _PLACE_CELLS
    most_are_long = sum(_PLACE_CELLS < size <= roomy for size in sizes) * 2 > len(sizes)
    limit = roomy if most_are_long else _PLACE_CELLS
    return max((size for size in sizes if size <= limit), default=0)


def _column(text: str, left: int, terminal: Terminal) -> list[str]:
    """Lines of `text` for a column that starts after `left` cells."""
    return [line[left:] for line in terminal.wrap(text, " " * left)]


def _place(step: Evidence) -> str:
    if step.span is None:
        return _LABELS.get(step.origin, "")
    return f"{printable(step.span.path)}:{step.span.line}"


def _labelled(label: str, text: str, terminal: Terminal) -> Iterator[str]:
    first, *rest = terminal.wrap(f"{label} {text}", "  ", "    ")
    yield f"  {terminal.paint(label, 'green')}{first[2 + len(label) :]}"
    yield from rest


def _undecided(each: Undecided, terminal: Terminal) -> Iterator[str]:
    place = terminal.paint(f"{printable(each.span.path)}:{each.span.line}:{each.span.column}", "bold")
    yield f"{place}  {terminal.paint('undecided', 'cyan')}  {terminal.paint(each.code, 'bold')} {each.rule}"
    for phrase in each.missing:
        yield from terminal.wrap(f"would decide: {printable(phrase)}", "  ", "    ")
