"""`poolaudit explain`: prints the page of a rule."""

from __future__ import annotations

import sys

import click

from poolaudit.cli import pipeline
from poolaudit.cli.options import Reading, color_option, plugin_option
from poolaudit.cli.page_text import page_text
from poolaudit.cli.place import locate
from poolaudit.cli.selectors import complete_rule
from poolaudit.cli.streams import terminal, write_out

_SCREEN = 24
"""Lines of a screen whose height cannot be asked for."""


@click.command()
@click.argument("rule", shell_complete=complete_rule)
@plugin_option
@color_option
def explain(rule: str, plugins: tuple[str, ...], color: str) -> None:
    """Print the page of a rule.

    RULE is a name or a code: what it finds, why that is a fault, how to mend it, and examples.
    Rules of the configuration that governs the current folder are known too.
    """
    place = locate(())
    config = Reading(None, no_config=False, exclude=(), tracked_only=False).configuration(place)
    with pipeline.one_line_errors():
        found = pipeline.rulebook(config, place.root, plugins).get(rule)
    screen = terminal(sys.stdout, color)
    text = page_text(found, screen)
    if sys.stdout.isatty() and text.count("\n") > _height():
        click.echo_via_pager(text, color=screen.color)
    else:
        write_out(text)


def _height() -> int:
    from shutil import get_terminal_size  # noqa: PLC0415

    return get_terminal_size((80, _SCREEN)).lines - 1


COMMAND = explain
