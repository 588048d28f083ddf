"""`poolaudit scan`: reads a tree, reports what is wrong, and says so in its exit code."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from poolaudit._records import dataclass
from poolaudit.cli import pipeline
from poolaudit.cli.options import Reading, color_option, plugin_option, reading_options, verbosity_options, words
from poolaudit.cli.place import locate
from poolaudit.cli.progress import Progress
from poolaudit.cli.selectors import check_rules, complete_rule
from poolaudit.cli.streams import terminal, write_err, write_file, write_out
from poolaudit.cli.targets import check_baseline, check_distinct, check_report
from poolaudit.cli.words import completes, one_of, unknown
from poolaudit.config import FAIL_ON, SEVERITIES
from poolaudit.lint.finding import Severity
from poolaudit.lint.verdict import exit_code
from poolaudit.report.base import Context, count
from poolaudit.report.terminal import Terminal, printable
from poolaudit.report.text import summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.cli.place import Place
    from poolaudit.config import Config
    from poolaudit.fix.apply import FixOutcome
    from poolaudit.lint.finding import Result
    from poolaudit.report.base import Report, RulePage


@dataclass(frozen=True, slots=True)
class _Output:
    report: Report
    file: Path | None
    """None is standard output."""


def _outputs(values: tuple[str, ...]) -> list[_Output]:
    """`text`, `sarif=out.sarif`: formats with their files; at most one goes to standard output."""
    outputs = []
    for value in values or ("text",):
        name, _, file = value.partition("=")
        report = pipeline.report(name)
        if report is None:
            raise unknown("format", name, pipeline.report_names())
        outputs.append(_Output(report, None if file in {"", "-"} else Path(file)))
    if sum(output.file is None for output in outputs) > 1:
        raise click.UsageError("only one format can go to standard output; write FORMAT=FILE for the others")
    return outputs


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    shell_complete=completes(pipeline.report_names),
    help="How to report, and where to; repeatable. [default: text]",
)
@click.option(
    "--select", multiple=True, metavar="RULES", shell_complete=complete_rule, help="Run only these: names, codes, families."
)
@click.option("--ignore", multiple=True, metavar="RULES", shell_complete=complete_rule, help="Do not run these.")
@click.option(
    "--min-severity",
    metavar="[error|warning|info]",
    callback=one_of("severity", lambda: SEVERITIES),
    shell_complete=completes(lambda: SEVERITIES),
    help="Report nothing milder.",
)
@click.option(
    "--fail-on",
    metavar="[error|warning|info|never]",
    callback=one_of("severity", lambda: FAIL_ON),
    shell_complete=completes(lambda: FAIL_ON),
    help="Mildest severity that makes the exit code 1. [default: warning]",
)
@click.option("--show-unknown", is_flag=True, help="List rules that a missing fact kept from deciding.")
@click.option("--fix", is_flag=True, help="Mend what can be mended, then report the rest.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; no report, no change.")
@click.option("--baseline", metavar="FILE", type=click.Path(), help="Accept the findings that this file lists.")
@click.option("--update-baseline", is_flag=True, help="Write today's findings to the baseline.")
@click.option("--pre-commit", is_flag=True, help="For hooks: --tracked-only, and no progress line.")
@plugin_option
@reading_options
@color_option
@verbosity_options
def scan(paths: tuple[str, ...], **options: Any) -> int:
    """Report connection and pooling faults.

    PATHS are folders to scan (default: the current one). A file among them narrows the report to findings that touch it;
    the whole tree is read all the same.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong use or the scan could not be completed.
    """
    outputs = _outputs(options["formats"])
    if options["diff"] and (options["fix"] or options["formats"]):
        other = "--fix" if options["fix"] else "--format"
        raise click.UsageError(f"--diff and {other} contradict each other: it shows the changes, makes none and reports nothing")
    place = locate(paths)
    tracked_only = options["tracked_only"] or options["pre_commit"]
    reading = Reading(options["config"], options["no_config"], options["exclude"], tracked_only, options["jobs"])
    filed = reading.configuration(place)
    config = _configuration(filed, options)
    _check_targets(outputs, config, place, options)
    book = pipeline.rulebook(config, place.root, options["plugins"])
    check_rules(book, config, filed, place.root)

    visible = sys.stderr.isatty() and not options["quiet"] and not options["pre_commit"]
    with closing(Progress(visible=visible)) as progress:
        run = partial(pipeline.scan_tree, place.root, book=book, how=reading, progress=progress.update)
        if options["update_baseline"]:
            _accept_everything(run, config, options)
        result = _narrowed(run(config), place)
        fixing = options["fix"] and not options["diff"]
        outcome = pipeline.apply_fixes(place.root, result, write=fixing) if fixing or options["diff"] else None
        if fixing and outcome is not None and outcome.patched:
            result = _narrowed(run(config), place)
    if outcome is not None:
        write_err(_fix_notes(outcome, quiet=options["quiet"], written=fixing))
        if not fixing:
            write_out(pipeline.diff_text(outcome))
            return _exit_code(result, config)
    _report(result, outputs, _context(result, config, place, book, options))
    if options["verbose"]:
        write_err(_statistics(result, config, place))
    return _exit_code(result, config)


def _fix_notes(outcome: FixOutcome, *, quiet: bool, written: bool) -> str:
    """What was mended, and what was not although it has a fix."""
    lines = [
        f"not mended: {printable(f'{finding.span.path}:{finding.span.line}: {finding.rule}: {why}')}"
        for finding, why in outcome.refused
    ]
    if outcome.patched and written and not quiet:
        lines.append(f"mended: {printable(', '.join(patch.path for patch in outcome.patched))}")
    return "".join(f"{line}\n" for line in lines)


def _configuration(config: Config, options: dict[str, Any]) -> Config:
    """Options of the command line go before those of the file."""
    changes: dict[str, Any] = {}
    if options["select"]:
        changes["select"] = words(options["select"])
    if options["ignore"]:
        changes["ignore"] = (*config.ignore, *words(options["ignore"]))
    for name in ("min_severity", "fail_on"):
        if options[name]:
            changes[name] = options[name]
    if options["baseline"]:
        path = Path(options["baseline"]).absolute()
        if not path.exists() and not options["update_baseline"]:
            raise click.UsageError(f"baseline does not exist: {options['baseline']}; --update-baseline writes one")
        changes["baseline"] = path
    config = replace(config, **changes)
    if options["update_baseline"] and config.baseline is None:
        raise click.UsageError("--update-baseline needs --baseline FILE, or `baseline` in the configuration")
    return config


def _check_targets(outputs: list[_Output], config: Config, place: Place, options: dict[str, Any]) -> None:
    """Refuse to replace what is not ours, before anything is read or written."""
    files = [output.file for output in outputs if output.file is not None]
    for file in files:
        check_report(file, place.root)
    check_distinct((*files, config.baseline) if config.baseline is not None else files)
    if config.baseline is not None:
        with pipeline.one_line_errors():
            check_baseline(config.baseline, replace=options["update_baseline"])


def _accept_everything(run: Callable[[Config], Result], config: Config, options: dict[str, Any]) -> None:
    """Make the baseline the list of what a scan without it finds, whatever part of it is reported."""
    if options["select"] or options["ignore"]:
        raise click.UsageError("--update-baseline writes the findings of all rules; leave out --select and --ignore")
    baseline = cast("Path", config.baseline)
    findings = run(replace(config, baseline=None, min_severity=SEVERITIES[-1])).findings
    write_file(baseline, pipeline.baseline_text(findings))
    if not options["quiet"]:
        write_err(f"{printable(str(baseline))}: {count(len(findings), 'finding')} accepted\n")


def _narrowed(result: Result, place: Place) -> Result:
    """What is reported of it: the part that the user asked for."""
    return replace(
        result,
        findings=tuple(each for each in result.findings if place.reports(each)),
        suppressed=tuple(each for each in result.suppressed if place.reports(each)),
        unknown=tuple(each for each in result.unknown if place.covers([each.span.path])),
        unread=tuple(each for each in result.unread if place.covers([each.path])),
    )


def _exit_code(result: Result, config: Config) -> int:
    return exit_code(result, None if config.fail_on == "never" else Severity(config.fail_on))


def _context(result: Result, config: Config, place: Place, book: Iterable[RulePage], options: dict[str, Any]) -> Context:
    return Context(
        pages={rule.name: rule for rule in book},
        read=pipeline.reader(place.root),
        prefix=place.prefix(),
        exit_code=_exit_code(result, config),
        show_unknown=options["show_unknown"],
        quiet=options["quiet"],
        terminal=terminal(sys.stdout, options["color"]),
    )


def _report(result: Result, outputs: list[_Output], context: Context) -> None:
    """Render everything before anything is written, so that an error leaves no half of the reports behind."""
    plain = replace(context, terminal=Terminal())
    rendered = [(output, output.report.render(result, plain if output.file else context)) for output in outputs]
    for output, text in rendered:
        if output.file is None:
            write_out(text)
        else:
            write_file(output.file, text)
    if context.quiet and result.unread:
        write_err(f"{count(len(result.unread), 'file')} unread; without -q each is named\n")
    if not context.quiet and not any(output.file is None and output.report.name == "text" for output in outputs):
        write_err(f"{summary(result, replace(context, terminal=terminal(sys.stderr, 'never')))}\n")


def _statistics(result: Result, config: Config, place: Place) -> str:
    lines = [
        f"root: {printable(str(place.root))}",
        f"configuration: {printable(config.path) or 'none'}",
        f"files: {result.files} listed, {result.files_read} read, {len(result.unread)} unread",
        f"facts: {', '.join(f'{kind} {number}' for kind, number in result.facts) or 'none'}",
        f"routes: {result.routes}",
        f"seconds: {result.seconds:.2f}",
    ]
    return "".join(f"{line}\n" for line in lines)


COMMAND = scan
