"""Reads single files: a pure function of their path and bytes. In: a root and a path. Out: a `FileRead`, what the file gave.

Nothing is remembered from file to file, so any process may read any file, in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.languages import family
from poolaudit.discover.read import Reader
from poolaudit.discover.source import Source
from poolaudit.discover.triggers import Selector
from poolaudit.extract.run import extract, readings
from poolaudit.lint.suppress import ignores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolaudit.extract.run import Reading
    from poolaudit.facts.fact import Fact
    from poolaudit.lint.suppress import Ignore


@dataclass(frozen=True, slots=True)
class FileRead:
    """What one file gave, or why it gave nothing."""

    path: str
    facts: tuple[Fact, ...] = ()
    unread: tuple[str, ...] = ()
    """One line for each reason why the file, or a part of it, could not be read."""
    ignores: tuple[Ignore, ...] = ()
    """Comments that silence findings."""
    counts: bool = False
    """Whether a reader has seen it."""
    waits: bool = False
    """Whether it only supports files of its language that open a connection, and was not read for that reason."""
    named: bool = False
    """Whether it was read for the names that it defines, too."""
    language: str = ""


class FileReader:
    """Reads files below one root with the readers that their names and texts ask for."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._reader = Reader(root)
        self._selector = Selector(each for each in readings() if not each.surface.on_demand)
        self._naming = tuple(each for each in readings() if each.surface.on_demand)

    def concerns(self, path: str) -> bool:
        """Whether a reader wants files of this name."""
        return bool(self._selector.by_name(path))

    def data(self, path: str) -> bytes | None:
        """The bytes of a file; None for one that cannot be read."""
        data = self._reader.read(path)
        return data if isinstance(data, bytes) else None

    def read(self, path: str, *, tracked: bool, supporting: bool = False) -> FileRead:
        """Read a file, unless it only supports others and `supporting` is False."""
        data = self._reader.read(path)
        if not isinstance(data, bytes):
            return FileRead(path, unread=() if data is None else (data.reason,))
        chosen = self._selector.select(path, data)
        if not chosen:
            return FileRead(path)
        language = family(chosen[0].format_for(path).name)
        if not supporting and all(each.surface.supporting for each in chosen):
            return FileRead(path, waits=True, language=language)
        return self._run(path, data, chosen, tracked=tracked, language=language)

    def read_with(self, path: str, chosen: Sequence[Reading], *, tracked: bool) -> FileRead:
        """Read a file with readers that something else asks for; with none, only for the names that it defines."""
        data = self._reader.read(path)
        if not isinstance(data, bytes):
            return FileRead(path, unread=() if data is None else (data.reason,))
        return self._run(path, data, chosen, tracked=tracked, language="")

    def _run(self, path: str, data: bytes, chosen: Sequence[Reading], *, tracked: bool, language: str) -> FileRead:
        try:
            source = Source.decode(path, data, tracked=tracked)
        except UnicodeDecodeError:
            return FileRead(path, unread=("is no UTF-8 text",), language=language)
        if chosen:
            chosen = tuple(each for each in chosen if each.concerns(source))
            if not chosen:
                return FileRead(path, language=language)
        asked = not chosen or any(not each.surface.self_contained for each in chosen)
        naming = tuple(each for each in self._naming if each.accepts(path)) if asked else ()
        extracted = extract(source, (*chosen, *naming))
        return FileRead(
            path,
            extracted.facts,
            extracted.unread,
            tuple(ignores(source)),
            counts=True,
            named=bool(naming),
            language=language,
        )
