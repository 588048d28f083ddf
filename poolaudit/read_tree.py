"""Reads the files of a repository that may say something about connections.

In: a root and the listing of its files. Out: a `TreeRead`: facts, what could not be read and why, comments that silence findings.
Files are read in four rounds: those whose name or text a surface asks for; those that only support others, when a connection is
opened in their language; those that call a function which opens a pool from its parameters; those that define a name that an
earlier one uses, shell scripts that something starts, and compose files that others extend or include.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.discover.source import Source
from poolaudit.extract.join import joined
from poolaudit.extract.run import extract, reading_of, readings
from poolaudit.lint.finding import Unread
from poolaudit.read_files import FileReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from poolaudit.discover.walk import Listing
    from poolaudit.extract.compose_demand import ComposeDemand
    from poolaudit.extract.demand import Demand
    from poolaudit.extract.run import Reading
    from poolaudit.extract.script_demand import ScriptDemand
    from poolaudit.facts.fact import Fact
    from poolaudit.lint.suppress import Ignore
    from poolaudit.read_files import FileRead
    from poolaudit.spread import Executor

MANY = 1000
"""Files from which on other processes save more than they cost: each imports the parsers that it needs, a third of a second."""
_TELL = 200
"""Files between two words about the progress."""
_STARTING = frozenset({"Deployment", "PodWorkload", "ShellScript"})
"""Names of facts that may start a shell script."""
_STARTED = frozenset({"ChartRelease", "Deployment", "PodWorkload"})
"""Names of facts that start programs, when all files are read."""
_ASKING = frozenset({"ClientPool", "Part"})
"""Names of what a file gives that needs the files which support it; the classes are not loaded to ask."""


@dataclass(frozen=True, slots=True)
class TreeRead:
    """What the files say."""

    facts: tuple[Fact, ...]
    unread: tuple[Unread, ...]
    count: int
    """Files that were read."""
    ignores: tuple[Ignore, ...]
    """Comments that silence findings."""


def read_tree(
    root: Path, listing: Listing, progress: Callable[[int, int], None] | None = None, executor: Executor | None = None
) -> TreeRead:
    """Read what is worth reading; `progress` is told (files looked at, files listed) from time to time.

    `executor` reads large trees; what is found does not depend on it.
    """
    reading = _Reading(FileReader(str(root)), listing, executor)
    reading.read_all(progress)
    reading.read_supporting()
    reading.read_callers()
    reading.read_openers()
    reading.read_dependants()
    asked = reading.facts
    while wanted := reading.wanted(asked):
        before = len(reading.facts)
        for path, chosen in wanted:
            reading.read_with(path, chosen)
        asked = reading.facts[before:]
    facts, apart = joined(reading.facts)
    facts = (*facts, *reading.programs(facts))
    unread = (*reading.unread, *(Unread(path, reason) for path, reason in apart))
    return TreeRead(facts, unread, reading.count, tuple(reading.comments))


class _Reading:
    """What the files that were read so far say."""

    def __init__(self, files: FileReader, listing: Listing, executor: Executor | None) -> None:
        self._files = files
        self._listing = listing
        self._executor = executor
        self._demand: Demand | None = None
        """Made when the first file is read for names."""
        self._scripts: ScriptDemand | None = None
        self._compose: ComposeDemand | None = None
        self._seen: set[str] = set()
        self._opening: set[str] = set()
        """Languages in which a connection is opened."""
        self._waiting: dict[str, list[str]] = {}
        """By language, files that only support others."""
        self.facts: list[Fact] = []
        self.unread: list[Unread] = []
        self.comments: list[Ignore] = []
        self.count = 0

    def read_all(self, progress: Callable[[int, int], None] | None) -> None:
        """Read the files that a reader asks for by name and text, except those which only support others."""
        paths = [path for path in self._listing.files if self._files.concerns(path)]
        if len(paths) < MANY:
            self._executor = None
        for number, read in enumerate(self._each(paths, supporting=False), 1):
            if progress is not None and number % _TELL == 0:
                progress(number, len(paths))
            if read.waits:
                self._waiting.setdefault(read.language, []).append(read.path)
                continue
            self._take(read)
            if read.language not in self._opening and any(type(each).__name__ in _ASKING for each in read.facts):
                self._opening.add(read.language)

    def read_supporting(self) -> None:
        """Read what gives meaning to the names of languages in which a connection is opened."""
        paths = [path for language in sorted(self._opening) for path in self._waiting.get(language, ())]
        for read in self._each(paths, supporting=True):
            self._take(read)

    def _each(self, paths: Sequence[str], *, supporting: bool) -> Iterator[FileRead]:
        if self._executor is None:
            for path in paths:
                yield self._files.read(path, tracked=self._listing.is_tracked(path), supporting=supporting)
            return
        from poolaudit.spread import read_elsewhere  # noqa: PLC0415  # small trees are read here

        files = [(path, self._listing.is_tracked(path)) for path in paths]
        for some in read_elsewhere(self._executor, self._files.root, files, supporting=supporting):
            yield from some

    def read_callers(self) -> None:
        """Read the calls of functions that open pools from their parameters, except in tests and scripts.

        What migrates calls functions of its own; code that serves is not called by it, nor the other way round.
        """
        functions = [each for each in self.facts if type(each).__name__ == "PoolFunction"]
        if not functions:
            return
        for kind in (_lasts, _migrates):
            self._read_callers(functions, kind)

    def _read_callers(self, functions: Sequence[Fact], kind: Callable[[str], bool]) -> None:
        """Read the calls of functions among files of one kind."""
        from poolaudit.extract.callers import ROUNDS, Callers  # noqa: PLC0415  # few repositories have such functions

        callers = Callers(each for each in functions if kind(each.span.path))
        modules = [path for path in self._listing.files if path.endswith(callers.endings)] if callers.names else []
        start = len(self.facts)
        for number in range(ROUNDS):
            before = len(self.facts)
            start = before if number == ROUNDS - 1 else start  # what the last round leaves open is said of what is around
            for path in modules:
                data = self._files.data(path)
                if data is not None and callers.may_call(path, data) and kind(path):
                    self._read_calls(path, data, callers.names)
            if callers.exhausted:
                self.facts[start:] = [each for each in self.facts[start:] if type(each).__name__ != "PoolCall"]
                return
            if not callers.found(self.facts[before:]):
                return

    def read_openers(self) -> None:
        """Read the calls of functions that open pools by themselves, where a migration or a task is what calls them."""
        if not any(type(each).__name__ == "ClientPool" and each.span.path.endswith(".py") for each in self.facts):
            return
        from poolaudit.extract.openers import Openers  # noqa: PLC0415  # small trees open nothing in Python

        openers = Openers(each for each in self.facts if _lasts(each.span.path))
        for path in self._listing.files if openers.names else ():
            data = self._files.data(path) if path.endswith(".py") else None
            if data is not None and openers.may_open(path, data):
                self._read_calls(path, data, openers.names)

    def read_dependants(self) -> None:
        """Read the routes that ask for what functions open, except in tests and scripts."""
        if not any(type(each).__name__ == "ClientHolding" and getattr(each, "unasked", False) for each in self.facts):
            return
        from poolaudit.extract.dependants import Dependants  # noqa: PLC0415  # few repositories have such functions
        from poolaudit.extract.surfaces.request_dependencies import request_dependencies  # noqa: PLC0415

        dependants = Dependants(self.facts)
        for path in self._listing.files:
            data = self._files.data(path) if path.endswith(".py") and _lasts(path) else None
            if data is not None and dependants.may_ask(data):
                self._read_more(path, data, reading_of(request_dependencies(dependants.names)))

    def _read_calls(self, path: str, data: bytes, names: frozenset[str]) -> None:
        from poolaudit.extract.surfaces.pool_calls import pool_calls  # noqa: PLC0415  # see `read_callers`

        self._read_more(path, data, reading_of(pool_calls(names)))

    def _read_more(self, path: str, data: bytes, chosen: Reading) -> None:
        """Read a file with one more reader; for the names that it defines only when that has not been done."""
        if self._demand is not None and self._demand.knows(path):
            self.facts += extract(Source.decode(path, data), (chosen,)).facts
        else:
            self.read_with(path, (chosen,))

    def wanted(self, asked: Sequence[Fact]) -> list[tuple[str, tuple[Reading, ...]]]:
        """Files that define what `asked` facts name or start, and were not read yet, with what reads them."""
        modules = self._demand.files(asked) if self._demand is not None else []
        return [*((path, ()) for path in modules), *self._scripts_of(asked), *self._compose_of(asked)]

    def _compose_of(self, asked: Sequence[Fact]) -> list[tuple[str, tuple[Reading, ...]]]:
        """Compose files that `asked` facts extend or include."""
        if not any(getattr(each, "extends", None) or getattr(each, "includes", None) for each in asked if _is_service(each)):
            return []
        if self._compose is None:
            from poolaudit.extract.compose_demand import ComposeDemand  # noqa: PLC0415  # few services have such files

            self._compose = ComposeDemand(self._listing.files)
        chosen = tuple(each for each in readings() if each.surface.name == "compose")
        return [(path, chosen) for path in self._compose.files(asked)]

    def _scripts_of(self, asked: Sequence[Fact]) -> list[tuple[str, tuple[Reading, ...]]]:
        """Shell scripts that `asked` facts start."""
        starting = [each for each in asked if type(each).__name__ in _STARTING]
        if not starting:
            return []
        if self._scripts is None:
            from poolaudit.extract.script_demand import ScriptDemand  # noqa: PLC0415  # only what starts programs needs it

            self._scripts = ScriptDemand(self._listing.files)
        wanted = self._scripts.files(starting)
        chosen = tuple(each for each in readings() if each.surface.name == "shell_scripts") if wanted else ()
        return [(path, chosen) for path in wanted]

    def programs(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """Of which files the programs are that `facts` start, where code opens connections."""
        if not any(type(each).__name__ in _STARTED for each in facts):
            return ()
        from poolaudit.extract.programs import programs  # noqa: PLC0415  # only where something runs

        return tuple(programs(facts, self._listing.files, self._files.data))

    def read_with(self, path: str, chosen: Sequence[Reading]) -> None:
        """Read a file with the readings that were chosen for it, and with those that give meaning to names."""
        self._take(self._files.read_with(path, chosen, tracked=self._listing.is_tracked(path)))

    def _take(self, read: FileRead) -> None:
        self.facts += read.facts
        self.unread += [Unread(read.path, reason) for reason in read.unread]
        self.count += read.counts
        if read.named:
            if self._demand is None:
                from poolaudit.extract.demand import Demand  # noqa: PLC0415

                self._demand = Demand(self._listing.files)
            self._demand.taken(read.path)
        if read.counts and read.path not in self._seen:  # a script may be read once more when something starts it
            self.comments += read.ignores
            self._seen.add(read.path)


def _is_service(fact: Fact) -> bool:
    return type(fact).__name__ == "Deployment"


def _migrates(path: str) -> bool:
    """Whether a file is code that migrates."""
    from poolaudit.graph.context import context_of, path_role  # noqa: PLC0415  # see `_Reading.read_callers`

    return context_of(path).value == "code" and path_role(path) == "migration"


def _lasts(path: str) -> bool:
    """Whether a file is neither a test nor a script that runs once."""
    from poolaudit.graph.context import context_of, path_role  # noqa: PLC0415  # small trees ask for none

    return context_of(path).value == "code" and not path_role(path)
