"""The index of rules in `docs/rules/` is what the pages say today. `pytest --update` rewrites it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolaudit.lint.rulebook import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.lint.rule import Rule

INDEX = Path(__file__).parents[1] / "docs" / "rules" / "README.md"
HEAD = """\
# The rules

One page for each rule: why it breaks, the error that users see, what to do, when it stays silent, and where that is written.
`poolaudit explain PA201` prints a page in a terminal. [What real servers did](../proof.md) with the same files has its own page.

A rule that is *off* runs when it is selected. Options are set in `poolaudit.toml`, in a table `[options.RULE]`.
"""


def index() -> str:
    """The whole page."""
    rules = [rule for rule in load_rules() if rule.checks]
    return "\n".join([HEAD, *(line for _, family in groupby(rules, _family) for line in _section(list(family)))])


def _family(rule: Rule) -> str:
    return rule.family


def _section(rules: list[Rule]) -> Iterator[str]:
    yield f"## {rules[0].family.replace('-', ' ').capitalize()}\n"
    yield "| rule | severity | what | options |"
    yield "|---|---|---|---|"
    for rule in rules:
        options = ", ".join(f"`{name}` = {value}" for name, value in rule.options.items())
        severity = rule.severity.value if rule.default else f"{rule.severity.value}, off"
        yield f"| [{rule.code} `{rule.name}`](../../{rule.path}) | {severity} | {rule.title} | {options} |"
    yield ""


@pytest.mark.checkout
def test_the_index_lists_every_rule(request: pytest.FixtureRequest) -> None:
    """Each page is in it, with its title, its severity and its options."""
    if request.config.getoption("--update"):
        INDEX.parent.mkdir(exist_ok=True)
        INDEX.write_text(index(), encoding="utf-8")

    assert index() == INDEX.read_text(encoding="utf-8")
