"""`poolaudit facts`: prints what each file says, or the words that rules are made of."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import Any

import click

from poolaudit.cli import pipeline
from poolaudit.cli.options import Reading, color_option, reading_options
from poolaudit.cli.place import locate
from poolaudit.cli.progress import Progress
from poolaudit.cli.streams import terminal, write_err, write_out
from poolaudit.graph.pinned_version import as_pinned, by_package
from poolaudit.report.passwords import hidden, passwords
from poolaudit.report.plain import as_json
from poolaudit.report.terminal import printable
from poolaudit.wiring import graph_readers


@click.command(short_help="Print what each file says, as JSON.")
@click.argument("path", default=".", type=click.Path())
@click.option("--words", "only_words", is_flag=True, help="Print the vocabulary of rule pages instead.")
@reading_options
@color_option
def facts(path: str, **options: Any) -> None:
    """Print what each file says about connections, as JSON with secrets masked.

    PATH is a folder, or a file whose facts alone are printed. With --words it prints the words that the `when:` of a rule
    page may use.
    """
    if options["only_words"]:
        from poolaudit.cli.vocabulary import vocabulary_text  # noqa: PLC0415

        write_out(vocabulary_text(terminal(sys.stdout, options["color"])))
        return
    place = locate([path])
    reading = Reading(options["config"], options["no_config"], options["exclude"], options["tracked_only"], options["jobs"])
    with closing(Progress(visible=sys.stderr.isatty())) as progress:
        survey = pipeline.survey_tree(place.root, reading.configuration(place), how=reading, progress=progress.update)
    known = passwords(survey.facts, survey.graph)
    asked = as_pinned(
        (each for each in survey.facts if place.covers([each.span.path])), by_package(survey.facts), graph_readers()
    )
    write_out(_dump([hidden({"fact": type(each).__name__, **as_json(each)}, known) for each in asked]))
    for each in survey.unread:
        write_err(f"unread: {printable(f'{each.path}: {each.reason}')}\n")


def _dump(rows: list[dict[str, Any]]) -> str:
    from json import dumps  # noqa: PLC0415

    return dumps(rows, indent=2) + "\n"


COMMAND = facts
