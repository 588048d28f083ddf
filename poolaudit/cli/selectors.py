"""Words that name rules, as the command line uses them. In: words. Out: nothing, or an error with a suggestion; completions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from poolaudit.cli.pipeline import one_line_errors, rulebook
from poolaudit.config import Config, ConfigError, where
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import click
    from click.shell_completion import CompletionItem

    from poolaudit.lint.rulebook import Rulebook


def check_rules(book: Rulebook, config: Config, filed: Config, root: Path) -> None:
    """Raise an error for a word that names no rule, and for a wrong option of one, before anything is read.

    `config` is what applies, `filed` what its file says; the error names the place in the file where the word stands there.
    """
    from poolaudit.lint.rule import OptionError  # noqa: PLC0415
    from poolaudit.lint.rulebook import UnknownRuleError  # noqa: PLC0415

    for key, check in _checks(book, replace(filed, select=filed.select if config.select == filed.select else ())):
        try:
            check()
        except (OptionError, UnknownRuleError) as error:  # noqa: PERF203  # each word has its own place
            line = printable(" ".join(str(error).split()))
            raise ConfigError(f"{where(root / filed.path, key)}: {line}") from None
    with one_line_errors():
        for word in (*config.select, *config.ignore):
            book.matching(word)


def _checks(book: Rulebook, config: Config) -> Iterator[tuple[tuple[str | int, ...], Callable[[], object]]]:
    """Where each word of a configuration stands, and what fails when it is wrong."""
    for name in ("select", "ignore"):
        for index, word in enumerate(getattr(config, name)):
            yield (name, index), partial(book.matching, word)
    for word in config.severity:
        yield ("severity", word), partial(book.get, word)
    for word, values in config.options.items():
        yield ("options", word), partial(book.get, word)
        for option, value in values.items():
            yield ("options", word, option), partial(book.with_options, {word: {option: value}})


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
