"""Every example of every rule page, as one test each: `family/rule · case`."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.config import Config, load
from poolaudit.fix.apply import apply_fixes
from poolaudit.lint.builtin import builtin_folder
from poolaudit.lint.page import pages, read_page
from poolaudit.lint.rulebook import load_rules
from poolaudit.scan import scan

if TYPE_CHECKING:
    from pathlib import Path

    from poolaudit.lint.cases import Case
    from poolaudit.lint.rule import Rule

RULES = [rule for rule in load_rules() if rule.path]
CASES = [
    pytest.param(rule, case, id=f"{rule.family}/{rule.name} · {case.section}: {case.name}")
    for rule in RULES
    for case in rule.manual.cases
]
EVERY_PAGE = pytest.mark.parametrize("rule", [pytest.param(rule, id=f"{rule.family}/{rule.name}") for rule in RULES])
"""Runs a test for each page."""


def scan_for(rule: Rule, folder: Path) -> Any:
    """What a scan of a folder says with only this rule, whether or not it is on by default, and with what the folder declares."""
    declared = folder / "poolaudit.toml"
    config = load(declared, folder) if declared.exists() else Config()
    return scan(folder, config=replace(config, select=(rule.name,)), rules=(rule,))


def texts(case: Case, folder: Path) -> Any:
    """The files of a case as they stand in a folder now."""
    return tuple((path, (folder / path).read_text(encoding="utf-8")) for path, _ in case.files)


@pytest.mark.parametrize(("rule", "case"), [param for param in CASES if param.values[1].section != "fix"])
def test_a_case_fires_exactly_where_it_says(rule: Rule, case: Case, tmp_path: Path) -> None:
    """A case is written to an empty folder and scanned: its marked lines are all that the rule reports."""
    case.write(tmp_path)
    result = scan_for(rule, tmp_path)

    assert () == result.unread
    assert case.expected == case.seen(result.findings, rule.name)


@pytest.mark.parametrize(("rule", "case"), [param for param in CASES if param.values[1].section == "fix"])
def test_a_fix_mends(rule: Rule, case: Case, tmp_path: Path) -> None:
    """The edits of all findings are applied and the result is scanned again: it can still be read, and it is silent."""
    before = case if case.expected else rule.manual.fixed_from(case)
    before.write(tmp_path)
    found = scan_for(rule, tmp_path)
    outcome = apply_fixes(tmp_path, found.findings, write=True)
    after = scan_for(rule, tmp_path)

    assert before.expected == before.seen(found.findings, rule.name)
    assert () == outcome.refused
    assert () != outcome.patched
    assert ((), frozenset()) == (after.unread, case.seen(after.findings, rule.name))
    assert case.expected or case.files == texts(case, tmp_path)


@EVERY_PAGE
def test_a_page_has_examples_of_every_kind(rule: Rule) -> None:
    """A page shows where it fires, where it stays quiet, and at least one near miss."""
    cases = rule.manual.cases
    found = {"fires": False, "quiet": False, "near miss": False}
    found.update({case.section: True for case in cases if case.section != "fix"})
    found["near miss"] = any(case.near_miss for case in cases)

    assert {"fires": True, "quiet": True, "near miss": True} == found


@EVERY_PAGE
def test_a_near_miss_differs_little_from_a_case_that_fires(rule: Rule) -> None:
    """More than half of a near miss is the text of some case that fires, else it proves nothing."""
    firing = ["\n".join(text for _, text in case.files) for case in rule.manual.cases if case.section == "fires"]
    far = [
        case.name
        for case in rule.manual.cases
        if case.near_miss
        and max(
            SequenceMatcher(None, "\n".join(text for _, text in case.files), other, autojunk=False).ratio() for other in firing
        )
        < 1 / 2
    ]

    assert [] == far


@EVERY_PAGE
def test_the_heading_is_the_title(rule: Rule) -> None:
    """The page says its name once."""
    assert rule.title == rule.manual.title


@EVERY_PAGE
def test_a_page_explains_itself(rule: Rule) -> None:
    """There is prose between the heading and the examples."""
    assert rule.manual.prose.strip()


@EVERY_PAGE
def test_a_rule_with_edits_proves_one(rule: Rule) -> None:
    """A page has a case of `## Fix` exactly if it proposes an edit."""
    proposes = any(check.compiled().assignments for check in rule.checks)

    assert proposes == any(case.section == "fix" for case in rule.manual.cases)


@EVERY_PAGE
def test_sentences_have_no_full_stop(rule: Rule) -> None:
    """Messages and remedies are joined with others by the reports."""
    ends = {text[-1] for check in rule.checks for text in (check.compiled().message.text, check.remedy)}

    assert set() == ends & {".", "!", " "}


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{family}/{path.stem}") for path, family in pages(builtin_folder())])
def test_a_page_fits_the_graph(path: Path) -> None:
    """Every word of a page exists and has the type that its place wants: what a scan takes for granted of our own pages."""
    rule = read_page(path)

    assert [True] * len(rule.checks) == [bool(check.compiled().when.text) for check in rule.checks]
