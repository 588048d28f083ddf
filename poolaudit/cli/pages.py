"""Rule pages as the command line uses them. In: a word for a rule. Out: the page, or an error with a suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from poolaudit.cli.pipeline import rule_pages
from poolaudit.cli.words import unknown
from poolaudit.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolaudit.report.base import RulePage


def page(word: str, pages: Mapping[str, RulePage]) -> RulePage:
    """The page with this name or code; raises `click.UsageError` with a suggestion for another word."""
    for each in pages.values():
        if word == each.name or word.upper() == each.code:
            return each
    raise unknown("rule", word, [known for each in pages.values() for known in (each.name, each.code)])


def check_selection(words: Iterable[str], pages: Mapping[str, RulePage], where: str) -> None:
    """Raise `click.UsageError` for a word that selects nothing: no name, code, start of a code or family."""
    known = {known for each in pages.values() for known in (each.name, each.code, each.family)}
    for word in words:
        if word not in known and not any(each.code.startswith(word) for each in pages.values()):
            error = unknown("rule", word, sorted(known))
            raise click.UsageError(f"{where}: {error.message}")


def complete_rule(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names and codes for the shell, after the last comma."""
    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{word}", help=each.title)
        for each in rule_pages(Config()).values()
        for word in (each.name, each.code)
        if word.startswith(last)
    ]
