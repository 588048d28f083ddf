"""Puts every rule to every subject of its kind.

In: a graph and rules. Out: findings, merged and sorted, and the rules that could not be decided for want of a fact.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from poolaudit.lint.finding import Confidence, Finding, Severity, Undecided
from poolaudit.lint.fingerprint import fingerprint
from poolaudit.lint.rule import Doubt, Violation
from poolaudit.lint.words import subjects_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.graph.topology import Graph
    from poolaudit.lint.assignment import Assignment
    from poolaudit.lint.finding import Fix
    from poolaudit.lint.rule import Check, Rule

    Propose = Callable[[tuple[Assignment, ...], Any], "Fix | None"]
    """What a rule wants to set and the subject → the edits, or None when they cannot be worked out."""
    Placed = tuple[Finding, str]
    """A finding and the symbolic place of its subject."""


def judge(
    graph: Graph,
    rules: Iterable[Rule],
    *,
    options: Mapping[str, Mapping[str, object]] | None = None,
    propose: Propose | None = None,
) -> tuple[tuple[Finding, ...], tuple[Undecided, ...]]:
    """Findings by path, line, column and rule, and undecided rules in the same order.

    Args:
        graph: What is judged.
        rules: Those that are to run.
        options: Options by rule name or code.
        propose: Works out edits; without it findings have none.

    Raises:
        OptionError: A rule does not have an option, or it has another type.
    """
    placed: list[Placed] = []
    undecided: dict[tuple[str, Span, tuple[str, ...]], Undecided] = {}
    for rule in rules:
        chosen = options.get(rule.name, options.get(rule.code)) if options else None
        ready = rule.with_options(chosen) if chosen else rule
        found, doubts = _apply(ready, graph, propose)
        placed += found
        undecided.update(doubts)
    findings = sorted(_numbered(placed), key=lambda finding: (*_place(finding.span), finding.rule, finding.message))
    return tuple(findings), tuple(sorted(undecided.values(), key=lambda each: (*_place(each.span), each.rule, each.missing)))


def _apply(rule: Rule, graph: Graph, propose: Propose | None) -> tuple[list[Placed], dict[Any, Undecided]]:
    """Findings and doubts of one rule; an earlier check that fires silences the later ones at the same place."""
    merged: dict[tuple[Span, str], Placed] = {}
    doubts: dict[Any, Undecided] = {}
    silenced: set[Span] = set()
    for check in rule.checks:
        fired: set[Span] = set()
        for subject in _subjects(check, graph, rule.contexts):
            if subject.span in silenced:
                continue
            for outcome in check.judge(subject):
                if isinstance(outcome, Doubt):
                    doubts[rule.name, subject.span, outcome.missing] = Undecided(
                        rule.name, rule.code, subject.span, outcome.missing
                    )
                    continue
                finding = _finding(rule, check, subject, outcome, propose)
                fired |= {subject.span, finding.span}
                known = merged.get((finding.span, finding.message))
                merged[finding.span, finding.message] = (
                    (_worse(known[0], finding), known[1]) if known else (finding, subject.symbol)
                )
        silenced |= fired
    return list(merged.values()), {key: doubt for key, doubt in doubts.items() if doubt.span not in silenced}


def _subjects(check: Check, graph: Graph, contexts: tuple[str, ...]) -> Iterator[Any]:
    for subject in getattr(graph, subjects_of(check.on)):
        if subject.context.value in contexts:
            yield subject


def _finding(rule: Rule, check: Check, subject: Any, violation: Violation, propose: Propose | None) -> Finding:
    evidence: list[Evidence] = [*subject.trail, *(step for setting in violation.settings for step in setting.evidence())]
    confidence = violation.confidence or check.confidence
    if any(setting.assumed for setting in violation.settings) and confidence is Confidence.HIGH:
        confidence = Confidence.MEDIUM
    return Finding(
        rule.name,
        rule.code,
        violation.severity or check.severity,
        confidence,
        violation.message,
        violation.span or subject.span,
        tuple(dict.fromkeys(evidence)),
        check.remedy if violation.remedy is None else violation.remedy,
        "",
        propose(violation.assignments, subject) if propose is not None and violation.assignments else None,
    )


def _worse(one: Finding, other: Finding) -> Finding:
    """Two equal findings as one: the surer with its evidence, as severe as the worse."""
    surer = other if other.confidence.rank > one.confidence.rank else one
    severity = max(one.severity, other.severity, key=attrgetter("rank"))
    return replace(surer, severity=Severity(severity), fix=surer.fix or one.fix or other.fix)


def _numbered(placed: list[Placed]) -> Iterator[Finding]:
    """Findings with their fingerprints; equal places of one file are counted in the order of the text."""
    counts: dict[tuple[str, str, str], int] = {}
    for finding, symbol in sorted(placed, key=lambda each: (each[0].rule, *_place(each[0].span), each[0].message)):
        place = (finding.rule, finding.span.path, symbol)
        occurrence = counts.get(place, 0)
        counts[place] = occurrence + 1
        yield replace(finding, fingerprint=fingerprint(*place, occurrence))


def _place(span: Span) -> tuple[str, int, int]:
    return span.path, span.line, span.column
