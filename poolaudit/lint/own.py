"""The rules of the tool itself, about a scan rather than about connections.

In: what went wrong, or was left over. Out: findings. They have no condition; the step that notices makes the finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.span import Span
from poolaudit.lint.finding import Confidence, Finding, Severity
from poolaudit.lint.fingerprint import fingerprint
from poolaudit.lint.rule import CONTEXTS, Rule

if TYPE_CHECKING:
    from poolaudit.lint.finding import Unread
    from poolaudit.lint.rule import RulePageError

FAMILY = "poolaudit"


def _own(name: str, code: str, title: str, text: str, *, default: bool) -> Rule:
    return Rule(name, code, FAMILY, title, (), CONTEXTS, default=default, since="0.1", body=f"# {title}\n\n{text}\n")


UNREADABLE_FILE = _own(
    "unreadable-file",
    "PA001",
    "A file that matched could not be read",
    "What such a file says is missing from every conclusion. Every scan lists these files; selected, each is a finding as well.",
    default=False,
)
UNUSED_IGNORE = _own(
    "unused-ignore",
    "PA002",
    "An ignore comment that silences nothing",
    "The finding that it was written for is gone, or it names no rule. Left alone, it would hide the next one.",
    default=True,
)
IGNORE_WITHOUT_REASON = _own(
    "ignore-without-reason",
    "PA003",
    "An ignore comment that does not say why",
    "Write the reason behind the bracket: `poolaudit: ignore[direct-endpoint] the backup needs a session`.",
    default=False,
)
INVALID_RULE_PAGE = _own(
    "invalid-rule-page",
    "PA004",
    "A rule page that cannot be used",
    "A page is read when the scan starts; one with an unknown word or a clash of types judges nothing.",
    default=False,
)
OWN_RULES = (UNREADABLE_FILE, UNUSED_IGNORE, IGNORE_WITHOUT_REASON, INVALID_RULE_PAGE)


def unreadable_file(unread: Unread) -> Finding:
    """The finding of PA001 for a file, or part of one, that could not be read."""
    place = _at_line(unread.path, 1)
    remedy = "exclude the file or mend it"
    return own_finding(UNREADABLE_FILE, Severity.WARNING, unread.reason, place, symbol=unread.reason, remedy=remedy)


def invalid_rule_page(error: RulePageError) -> Finding:
    """The finding of PA004 for a page of the user."""
    place = _at_line(error.path, error.line)
    return own_finding(INVALID_RULE_PAGE, Severity.ERROR, error.text, place, symbol=error.text, remedy="mend the page")


def own_finding(rule: Rule, severity: Severity, message: str, span: Span, *, symbol: str, remedy: str) -> Finding:
    """A finding of one of these rules."""
    identity = fingerprint(rule.name, span.path, symbol)
    return Finding(rule.name, rule.code, severity, Confidence.HIGH, message, span, (), remedy, identity)


def _at_line(path: str, line: int) -> Span:
    return Span(path, 0, 0, line, 1, line, 1)
