"""docs/proof.md: what was proven on real servers, and what was not, for every rule."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from live.proof import NOT_RUN, with_unproven

from poolaudit.lint.rulebook import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "proof.md"

pytestmark = pytest.mark.checkout


def test_its_last_section_is_that_of_the_rules(expected_text: Callable[[Path, str], str]) -> None:
    """Rules without a proof are listed with their sources; `pytest --update` writes the section anew."""
    actual = with_unproven(PAGE.read_text("utf-8"))

    assert expected_text(PAGE, actual) == actual


def test_it_names_every_rule() -> None:
    """Each rule that `poolaudit rules` lists has a section or a line."""
    text = PAGE.read_text("utf-8")

    assert [] == [rule.code for rule in load_rules() if f"[{rule.code}]" not in text and f"- {rule.code} " not in text]


def test_a_rule_is_run_or_has_a_reason() -> None:
    """Each rule is named by a live test or by the reasons why there is none, and none by both."""
    named = {code for path in (ROOT / "tests" / "live").glob("test_*.py") for code in re.findall(r"PA\d{3}", docstring(path))}

    assert {rule.code for rule in load_rules()} == named | NOT_RUN.keys()
    assert set() == named & NOT_RUN.keys()


def docstring(path: Path) -> str:
    """What a module says of itself."""
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


def test_the_readme_links_it() -> None:
    """The README leads to the page."""
    assert "](docs/proof.md)" in (ROOT / "README.md").read_text("utf-8")
