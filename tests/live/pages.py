"""The examples of the rule pages, as the live tests run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.lint.rulebook import load_rules

if TYPE_CHECKING:
    from poolaudit.lint.cases import Case


def examples(code: str) -> tuple[Case, ...]:
    """All examples of a page."""
    return next(rule.manual.cases for rule in load_rules() if rule.code == code)


def example(code: str, name: str) -> Case:
    """The example of this name; `fires` or `quiet` names the first of its section."""
    return next(each for each in examples(code) if name in {each.name, each.section})


def expected(code: str, case: Case) -> set[tuple[str, str]]:
    """The findings that an example promises, as `Repository.findings` gives them."""
    return {(code, severity) for _, _, severity in case.expected}
