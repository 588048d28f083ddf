"""`poolaudit rules`: lists the rules."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

import click

from poolaudit.cli import pipeline
from poolaudit.cli.options import Reading, color_option, plugin_option
from poolaudit.cli.place import locate
from poolaudit.cli.streams import terminal, write_out
from poolaudit.report.terminal import cells, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.report.base import RulePage
    from poolaudit.report.terminal import Terminal


@click.command(short_help="List all rules.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)
@plugin_option
@color_option
def rules(form: str, plugins: tuple[str, ...], color: str) -> None:
    """List all rules by family, with those of the configuration that governs the current folder."""
    place = locate(())
    config = Reading(None, no_config=False, exclude=(), tracked_only=False).configuration(place)
    pages = pipeline.rulebook(config, place.root, plugins)
    write_out(_as_json(pages) if form == "json" else _as_table(pages, terminal(sys.stdout, color)))


def _as_json(pages: Iterable[RulePage]) -> str:
    from json import dumps  # noqa: PLC0415

    rows = [
        {
            "name": page.name,
            "code": page.code,
            "title": page.title,
            "family": page.family,
            "severity": page.severity.value,
            "default": page.default,
            "since": page.since,
            "sources": list(page.sources),
        }
        for page in pages
    ]
    return dumps(rows, indent=2) + "\n"


def _as_table(pages: Iterable[RulePage], screen: Terminal) -> str:
    """Code, severity, name and title; a long title continues in its own column."""
    rows = sorted(pages, key=lambda page: (page.code[:3], page.family, page.code))
    column = max((cells(page.name) for page in rows), default=0) + 20
    lines: list[str] = []
    for family, members in groupby(rows, key=lambda page: page.family):
        lines += [""] if lines else []
        lines.append(screen.paint(printable(family), "bold"))
        for page in members:
            head = f"  {page.code:<7}{page.severity.value if page.default else 'off':<9}{page.name}"
            first, *rest = screen.wrap(printable(page.title), " " * column)
            colored = f"  {screen.paint(f'{page.code:<7}', 'cyan')}{head[9:]}"
            lines += [f"{colored}{' ' * (column - cells(head))}{first[column:]}", *rest]
    return "".join(f"{screen.spell(line)}\n" for line in lines)


COMMAND = rules
