"""Words that name rules, as the command line uses them. In: words. Out: nothing, or an error with a suggestion; completions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.cli.pipeline import one_line_errors, rulebook
from poolaudit.config import Config

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from poolaudit.lint.rulebook import Rulebook


def check_rules(book: Rulebook, config: Config) -> None:
    """Raise `click.UsageError` for a word of the configuration that names no rule, before anything is read."""
    with one_line_errors():
        for word in (*config.select, *config.ignore):
            book.matching(word)
        for word in (*config.severity, *config.options):
            book.get(word)


def complete_rule(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names and codes for the shell, after the last comma."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  # for a shell that asks

    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{word}", help=rule.title)
        for rule in rulebook(Config())
        for word in (rule.name, rule.code)
        if word.startswith(last)
    ]
