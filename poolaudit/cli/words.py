"""Words that the user types where only some are known. In: a word and the known ones. Out: the word, or an error that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click.shell_completion import CompletionItem

    Known = Callable[[], Iterable[str]]

_FEW = 10
"""As many known words are listed when none is near."""


def closest(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'scan'?`, or nothing when no known word is near."""
    from difflib import get_close_matches  # noqa: PLC0415

    matches = get_close_matches(word.lower(), list(known), 1)
    return f"; did you mean '{matches[0]}'?" if matches else ""


def unknown(what: str, word: str, known: Iterable[str]) -> click.UsageError:
    """The error for a word that names nothing, with a suggestion, or with all words when there are few."""
    words = tuple(known)
    few = f"; one of {', '.join(words)}" if len(words) <= _FEW else ""
    return click.UsageError(f"unknown {what} '{printable(word)}'{closest(word, words) or few}")


def one_of(what: str, known: Known) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """An option's callback that accepts only known words; `what` names the word in messages."""

    def check(_context: click.Context, _parameter: click.Parameter, word: str | None) -> str | None:
        if word is not None and word not in known():
            raise unknown(what, word, known())
        return word

    return check


def completes(known: Known) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """An option's shell completion with known words."""

    def complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415  # for a shell that asks

        return [CompletionItem(word) for word in known() if word.startswith(incomplete)]

    return complete
