"""Where the command line meets the steps of the program. In: a place and a configuration. Out: what the steps return.

Everything is imported when it is called, so that `poolaudit explain` loads no parser and `poolaudit scan` only what it needs.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import click

from poolaudit._parts import part_names, parts
from poolaudit.cli.processes import processes
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from poolaudit.cli.options import Reading
    from poolaudit.config import Config
    from poolaudit.fix.apply import FixOutcome
    from poolaudit.lint.finding import Finding, Result
    from poolaudit.lint.rule import Rule
    from poolaudit.lint.rulebook import Rulebook
    from poolaudit.report.base import Map, Report
    from poolaudit.scan import Survey

    Progress = Callable[[int, int], None]

_REPORTS = "poolaudit.report"


def report_names() -> tuple[str, ...]:
    """Names of the report formats."""
    return tuple(report.name for report in parts(_REPORTS, "REPORT"))


def report(name: str) -> Report | None:
    """The report format of this name; its module bears the name, so no other is loaded."""
    if name in part_names(_REPORTS):
        found: Report | None = getattr(import_module(f"{_REPORTS}.{name}"), "REPORT", None)
        return found
    return None


def maps() -> dict[str, Map]:
    """Map formats by name."""
    return {each.name: each for each in parts(_REPORTS, "MAP")}


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn what a user can do wrong with rules, their options, plugins, baselines and git into errors of the command line."""
    try:
        yield
    except ValueError as error:
        from poolaudit.discover.found import ListingError  # noqa: PLC0415
        from poolaudit.lint.baseline import BaselineError  # noqa: PLC0415
        from poolaudit.lint.plugins import PluginError  # noqa: PLC0415
        from poolaudit.lint.rule import OptionError, RulePageError  # noqa: PLC0415
        from poolaudit.lint.rulebook import UnknownRuleError  # noqa: PLC0415

        if not isinstance(error, (BaselineError, ListingError, OptionError, PluginError, RulePageError, UnknownRuleError)):
            raise
        raise click.UsageError(printable(" ".join(str(error).split()))) from None


def rulebook(config: Config, root: Path | None = None, plugins: Iterable[str] = ()) -> Rulebook:
    """All rules: our own, those of the folders that the configuration names, and for a scanned `root` those of plugins."""
    from poolaudit.lint.rulebook import load_rules  # noqa: PLC0415

    with one_line_errors():
        return load_rules(config.rules, extra=_plugged(root, plugins) if root is not None else ())


def _plugged(root: Path, plugins: Iterable[str]) -> list[Rule]:
    from poolaudit.lint.plugins import installed_rules, plugin_rules  # noqa: PLC0415

    return [*installed_rules(root), *(rule for word in plugins for rule in plugin_rules(word, root))]


def scan_tree(root: Path, config: Config, *, book: Rulebook, how: Reading, progress: Progress) -> Result:
    """Read the tree and judge it."""
    from poolaudit.scan import scan  # noqa: PLC0415

    with one_line_errors(), processes(how.jobs) as executor:
        return scan(root, config=config, rules=book, tracked_only=how.tracked_only, progress=progress, executor=executor)


def survey_tree(root: Path, config: Config, *, how: Reading, progress: Progress) -> Survey:
    """Read the tree and join what it says, without judging it."""
    from poolaudit.scan import survey  # noqa: PLC0415

    with one_line_errors(), processes(how.jobs) as executor:
        return survey(root, config=config, tracked_only=how.tracked_only, progress=progress, executor=executor)


def reader(root: Path) -> Callable[[str], str | None]:
    """Read scanned files again, for reports; None for one that is gone, binary, too large or leads out of the root."""
    from functools import cache  # noqa: PLC0415

    from poolaudit.discover.read import Reader  # noqa: PLC0415
    from poolaudit.discover.source import Source  # noqa: PLC0415

    files = Reader(root)

    @cache
    def read(path: str) -> str | None:
        data = files.read(path)
        try:
            return Source.decode(path, data).text if isinstance(data, bytes) else None
        except UnicodeDecodeError:
            return None

    return read


def apply_fixes(root: Path, result: Result, *, write: bool) -> FixOutcome:
    """Work out the fixes of the findings, and with `write` put the files in place."""
    from poolaudit.fix.apply import apply_fixes  # noqa: PLC0415

    return apply_fixes(root, result.findings, write=write)


def diff_text(outcome: FixOutcome) -> str:
    """The patches as a unified diff, passwords masked."""
    from poolaudit.fix.diff import unified_diff  # noqa: PLC0415

    return unified_diff(outcome.patched)


def baseline_text(findings: tuple[Finding, ...]) -> str:
    """Content of a baseline file that accepts these findings."""
    from poolaudit.lint.baseline import dump_baseline  # noqa: PLC0415

    return dump_baseline(findings)
