"""The whole tool on one screen: list, read, connect, judge.

In: a folder. Out: a `Scan`, from which reports, maps and fixes are made.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.config import Config
from poolaudit.discover.walk import list_files
from poolaudit.graph.picture import picture
from poolaudit.lint.finding import Result, Unread
from poolaudit.lint.judge import judge
from poolaudit.lint.rulebook import Rulebook, load_rules
from poolaudit.lint.settle import settle
from poolaudit.read_tree import read_tree
from poolaudit.wiring import graph_readers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.facts.fact import Fact
    from poolaudit.graph.topology import Graph
    from poolaudit.lint.assignment import Assignment
    from poolaudit.lint.finding import Fix
    from poolaudit.lint.rule import Rule
    from poolaudit.lint.suppress import Ignore
    from poolaudit.spread import Executor


@dataclass(frozen=True, slots=True)
class Survey:
    """What a repository says, before it is judged."""

    facts: tuple[Fact, ...]
    graph: Graph
    unread: tuple[Unread, ...]
    files: int
    files_read: int
    ignores: tuple[Ignore, ...]
    """Comments that silence findings."""


def survey(
    root: Path | str,
    *,
    config: Config | None = None,
    tracked_only: bool = False,
    progress: Callable[[int, int], None] | None = None,
    executor: Executor | None = None,
) -> Survey:
    """List the files, read those worth reading, connect what they say. Nothing of the repository is executed.

    `progress` is told (files looked at, files worth a look) from time to time. `executor`, a `concurrent.futures.Executor` of
    processes, reads trees of many files; what they say, passwords included, travels from there to here. The result is the same.
    Raises `ListingError` when git does not tell which files it tracks and only those are wanted.
    """
    config = config or Config()
    listing = list_files(Path(root), tracked_only=tracked_only, exclude=config.exclude)
    read = read_tree(Path(root), listing, progress, executor)
    graph = picture(read.facts, config, graph_readers(), listing.is_tracked)
    unread = {*(Unread(each.path, each.reason) for each in listing.unread), *read.unread}
    in_order = tuple(sorted(unread, key=lambda each: (each.path, each.reason)))
    return Survey(read.facts, graph, in_order, len(listing.files), read.count, read.ignores)


def scan(
    root: Path | str,
    *,
    config: Config | None = None,
    rules: Iterable[Rule] | None = None,
    tracked_only: bool = False,
    progress: Callable[[int, int], None] | None = None,
    executor: Executor | None = None,
) -> Result:
    """Survey a repository and put every selected rule to it.

    Raises `UnknownRuleError`, `OptionError` or `RulePageError` for a configuration that names what does not exist.
    """
    started = perf_counter()
    config = config or Config()
    found = survey(root, config=config, tracked_only=tracked_only, progress=progress, executor=executor)
    book = load_rules(config.rules) if rules is None else Rulebook(tuple(rules))
    running = book.with_options(config.options).select(config.select, config.ignore)
    findings, undecided = judge(found.graph, running, propose=_propose)
    kept, suppressed = settle(findings, found.ignores, found.unread, book=book, running=running, config=config)
    return Result(
        kept,
        undecided,
        found.unread,
        found.files,
        found.files_read,
        tuple(sorted(Counter(type(each).__name__ for each in found.facts).items())),
        len(found.graph.routes),
        perf_counter() - started,
        suppressed,
    )


def _propose(assignments: tuple[Assignment, ...], subject: object) -> Fix | None:
    from poolaudit.fix.propose import propose  # noqa: PLC0415  # only findings need it

    return propose(assignments, subject)
