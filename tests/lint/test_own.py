"""The rules of the tool itself."""

from __future__ import annotations

from poolaudit.lint.finding import Severity, Unread
from poolaudit.lint.own import OWN_RULES, invalid_rule_page, unreadable_file
from poolaudit.lint.rule import RulePageError


def test_own_rules_have_stable_names_and_codes() -> None:
    """They can be selected, ignored and explained like any other."""
    assert [
        ("unreadable-file", "PA001", False),
        ("unused-ignore", "PA002", True),
        ("ignore-without-reason", "PA003", False),
        ("invalid-rule-page", "PA004", False),
    ] == [(rule.name, rule.code, rule.default) for rule in OWN_RULES]
    assert [rule.title for rule in OWN_RULES] == [rule.manual.title for rule in OWN_RULES]


def test_an_unread_file_can_be_a_finding() -> None:
    """The finding stands on the first line and says why."""
    found = unreadable_file(Unread("a/b.yaml", "not YAML: line 3"))

    assert ("unreadable-file", "PA001", Severity.WARNING, "not YAML: line 3") == (
        found.rule,
        found.code,
        found.severity,
        found.message,
    )
    assert ("a/b.yaml", 1) == (found.span.path, found.span.line)


def test_an_invalid_page_can_be_a_finding() -> None:
    """The finding stands at the line of the mistake."""
    found = invalid_rule_page(RulePageError("db/rules/x.md", 4, "no key `wen`; did you mean `when`?"))

    assert ("invalid-rule-page", "PA004", Severity.ERROR, "no key `wen`; did you mean `when`?") == (
        found.rule,
        found.code,
        found.severity,
        found.message,
    )
    assert ("db/rules/x.md", 4) == (found.span.path, found.span.line)
