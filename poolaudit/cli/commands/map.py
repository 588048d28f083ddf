"""`poolaudit map`: draws who connects to what."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from poolaudit.cli import pipeline
from poolaudit.cli.options import Reading, color_option, reading_options
from poolaudit.cli.place import locate
from poolaudit.cli.progress import Progress
from poolaudit.cli.streams import terminal, write_err, write_out
from poolaudit.cli.words import completes, one_of
from poolaudit.report.base import Context
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from poolaudit.graph.topology import Graph

_BUDGETS = ("tree", "json")
"""Formats that can hold the sums."""


@click.command("map", short_help="Draw who connects to what.")
@click.argument("path", default=".", type=click.Path())
@click.option(
    "-f",
    "--format",
    "form",
    metavar="[tree|mermaid|json]",
    callback=one_of("format", pipeline.maps),
    shell_complete=completes(pipeline.maps),
    default="tree",
    show_default=True,
    help="How to draw.",
)
@click.option("--budget", is_flag=True, help="Print who may open how many connections at each limit (tree or json).")
@reading_options
@color_option
def map_command(path: str, form: str, *, budget: bool, **options: Any) -> None:
    """Draw who connects to what, environment by environment: clients, poolers, servers, and what is not known.

    PATH is a folder, or a file: then only what has a place in it is drawn.
    """
    if budget and form not in _BUDGETS:
        raise click.UsageError(f"--budget is printed as {' or '.join(_BUDGETS)}, not as {form}")
    place = locate([path])
    reading = Reading(options["config"], options["no_config"], options["exclude"], options["tracked_only"], options["jobs"])
    with closing(Progress(visible=sys.stderr.isatty())) as progress:
        survey = pipeline.survey_tree(place.root, reading.configuration(place), how=reading, progress=progress.update)
    graph = survey.graph
    if place.only:
        from poolaudit.report.part import touching  # noqa: PLC0415

        graph = touching(graph, place.covers)
    context = Context(terminal=terminal(sys.stdout, options["color"]))
    write_out(_budget(graph, form, context) if budget else pipeline.maps()[form].render(graph, context))
    for each in survey.unread:
        write_err(f"unread: {printable(f'{each.path}: {each.reason}')}\n")


def _budget(graph: Graph, form: str, context: Context) -> str:
    from poolaudit.report.budget import render, render_json  # noqa: PLC0415

    return render_json(graph) if form == "json" else render(graph, context)


COMMAND = map_command
