"""Reads the files of a repository that may say something about connections.

In: a root and the listing of its files. Out: a `TreeRead`: facts, what could not be read and why, comments that silence findings.
Files are read in four rounds: those whose name or text a surface asks for; those that only support others, when a connection is
opened in their language; those that call a function which opens a pool from its parameters; those that define a name that an
earlier one uses, and shell scripts that something starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.languages import family
from poolaudit.discover.read import Reader
from poolaudit.discover.source import Source
from poolaudit.discover.triggers import Selector
from poolaudit.extract.join import joined
from poolaudit.extract.run import extract, reading_of, readings
from poolaudit.lint.finding import Unread
from poolaudit.lint.suppress import ignores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from poolaudit.discover.walk import Listing
    from poolaudit.extract.demand import Demand
    from poolaudit.extract.run import Reading
    from poolaudit.extract.script_demand import ScriptDemand
    from poolaudit.facts.fact import Fact
    from poolaudit.lint.suppress import Ignore

_TELL = 200
"""Files between two words about the progress."""
_STARTING = frozenset({"Deployment", "PodWorkload", "ShellScript"})
"""Names of facts that may start a shell script."""
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


def read_tree(root: Path, listing: Listing, progress: Callable[[int, int], None] | None = None) -> TreeRead:
    """Read what is worth reading; `progress` is told (files looked at, files listed) from time to time."""
    selector = Selector(each for each in readings() if not each.surface.on_demand)
    reading = _Reading(Reader(root), listing)
    for number, path in enumerate(listing.files, 1):
        if progress is not None and number % _TELL == 0:
            progress(number, len(listing.files))
        if not selector.by_name(path):
            continue
        data = reading.data(path)
        chosen = selector.select(path, data) if data is not None else ()
        if data is not None and chosen:
            reading.read_or_wait(path, data, chosen)
    reading.read_supporting()
    reading.read_callers()
    asked = reading.facts
    while wanted := reading.wanted(asked):
        before = len(reading.facts)
        for path, chosen in wanted:
            data = reading.data(path)
            if data is not None:
                reading.read(path, data, chosen)
        asked = reading.facts[before:]
    facts, apart = joined(reading.facts)
    unread = (*reading.unread, *(Unread(path, reason) for path, reason in apart))
    return TreeRead(facts, unread, reading.count, tuple(reading.comments))


class _Reading:
    """What the files that were read so far say."""

    def __init__(self, reader: Reader, listing: Listing) -> None:
        self._reader = reader
        self._listing = listing
        self._named = tuple(each for each in readings() if each.surface.on_demand)
        self._demand: Demand | None = None
        """Made when the first file is read for names."""
        self._scripts: ScriptDemand | None = None
        self._seen: set[str] = set()
        self._opening: set[str] = set()
        """Languages in which a connection is opened."""
        self._supporting: dict[str, list[tuple[str, tuple[Reading, ...]]]] = {}
        self.facts: list[Fact] = []
        self.unread: list[Unread] = []
        self.comments: list[Ignore] = []
        self.count = 0

    def read_or_wait(self, path: str, data: bytes, chosen: tuple[Reading, ...]) -> None:
        """Read a file, unless it only supports others."""
        language = family(chosen[0].format_for(path).name)
        if all(each.surface.supporting for each in chosen):
            self._supporting.setdefault(language, []).append((path, chosen))
            return
        before = len(self.facts)
        self.read(path, data, chosen)
        if language in self._opening or any(type(each).__name__ in _ASKING for each in self.facts[before:]):
            self._opening.add(language)

    def read_supporting(self) -> None:
        """Read what gives meaning to the names of languages in which a connection is opened."""
        for language in sorted(self._opening):
            for path, chosen in self._supporting.get(language, ()):
                data = self.data(path)
                if data is not None:
                    self.read(path, data, chosen)

    def read_callers(self) -> None:
        """Read the calls of functions that open pools from their parameters, except in tests and scripts."""
        functions = [each for each in self.facts if type(each).__name__ == "PoolFunction"]
        if not functions:
            return
        from poolaudit.extract.callers import ROUNDS, Callers  # noqa: PLC0415  # few repositories have such functions
        from poolaudit.graph.context import context_of, path_role  # noqa: PLC0415

        def lasts(path: str) -> bool:
            return context_of(path).value == "code" and not path_role(path)

        callers = Callers(each for each in functions if lasts(each.span.path))
        modules = [path for path in self._listing.files if path.endswith(".py")] if callers.names else []
        for _ in range(ROUNDS):
            before = len(self.facts)
            for path in modules:
                data = self._reader.read(path)
                if isinstance(data, bytes) and callers.may_call(path, data) and lasts(path):
                    self._read_calls(path, data, callers.names)
            if not callers.found(self.facts[before:]):
                return

    def _read_calls(self, path: str, data: bytes, names: frozenset[str]) -> None:
        from poolaudit.extract.surfaces.pool_calls import pool_calls  # noqa: PLC0415  # see `read_callers`

        chosen = reading_of(pool_calls(names))
        if self._demand is not None and self._demand.knows(path):
            self.facts += extract(Source.decode(path, data), (chosen,)).facts
        else:
            self.read(path, data, (chosen,))

    def wanted(self, asked: Sequence[Fact]) -> list[tuple[str, tuple[Reading, ...]]]:
        """Files that define what `asked` facts name or start, and were not read yet, with what reads them."""
        modules = self._demand.files(asked) if self._demand is not None else []
        return [*((path, ()) for path in modules), *self._scripts_of(asked)]

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

    def data(self, path: str) -> bytes | None:
        """The bytes of a file; None, noted where it matters, for one that cannot be read."""
        data = self._reader.read(path)
        if isinstance(data, bytes):
            return data
        if data is not None:
            self.unread.append(Unread(data.path, data.reason))
        return None

    def read(self, path: str, data: bytes, chosen: Sequence[Reading]) -> None:
        """Read a file with the readings that were chosen for it, and with those that give meaning to names."""
        try:
            source = Source.decode(path, data, tracked=self._listing.is_tracked(path))
        except UnicodeDecodeError:
            self.unread.append(Unread(path, "is no UTF-8 text"))
            return
        if chosen:
            chosen = tuple(each for each in chosen if each.concerns(source))
            if not chosen:
                return
        asked = not chosen or any(not each.surface.self_contained for each in chosen)
        names = tuple(each for each in self._named if each.accepts(path)) if asked else ()
        if names:
            if self._demand is None:
                from poolaudit.extract.demand import Demand  # noqa: PLC0415

                self._demand = Demand(self._listing.files)
            self._demand.taken(path)
        self.count += 1
        extracted = extract(source, (*chosen, *names))
        self.facts += extracted.facts
        self.unread += [Unread(path, reason) for reason in extracted.unread]
        if path not in self._seen:  # a script may be read once more when something starts it
            self.comments += ignores(source)
            self._seen.add(path)
