"""Runs the readers over one file. In: a `Source` and the readings chosen for it. Out: facts, and why a part was not read.

A reading is a surface with the format that feeds it. Each format parses a file at most once, however many surfaces look at it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.discover.patterns import fits
from poolaudit.extract.base import UnreadError
from poolaudit.extract.declared import declared_formats, declared_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Format, Surface
    from poolaudit.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class Reading:
    """A surface and the formats that can feed it."""

    surface: Surface
    formats: tuple[Format, ...]
    words: tuple[str, ...] | None = None
    """Triggers where they are those of one format only."""

    @property
    def globs(self) -> tuple[str, ...]:
        """Names of the files that it wants."""
        return self.surface.globs or tuple(pattern for each in self.formats for pattern in each.globs)

    @property
    def triggers(self) -> tuple[str, ...]:
        """Literals of which one must stand in the file."""
        return self.surface.triggers if self.words is None else self.words

    def format_for(self, path: str) -> Format:
        """The format whose own names fit the file, else the first one."""
        return next((each for each in self.formats if _fits(each, path)), self.formats[0])

    def accepts(self, path: str) -> bool:
        """Whether the name of a file is one of those that it wants."""
        return any(_fits(each, path) for each in self.formats)

    def concerns(self, source: Source) -> bool:
        """Whether a file with a trigger may say something here."""
        return self.surface.concerns is None or self.surface.concerns(source)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one file gave."""

    facts: tuple[Fact, ...]
    unread: tuple[str, ...] = ()
    """One line for each reader that could not read it."""


@cache
def readings() -> tuple[Reading, ...]:
    """Every surface that has a format, found by presence."""
    formats = {each.name: each for each in declared_formats()}
    fed = ((each, tuple(formats[name] for name in each.formats if name in formats)) for each in declared_surfaces())
    return tuple(each for surface, known in fed if known for each in _readings(surface, known))


def reading_of(surface: Surface) -> Reading:
    """A surface that is made for one scan."""
    return Reading(surface, tuple(each for each in declared_formats() if each.name in surface.formats))


def _readings(surface: Surface, known: tuple[Format, ...]) -> Iterator[Reading]:
    """One reading; one for each format where the triggers differ, so that a file is searched for those of its own."""
    if surface.triggers_of is None:
        yield Reading(surface, known)
        return
    for each in known:
        yield Reading(surface, (each,), surface.triggers_of.get(each.name, ()))


def extract(source: Source, chosen: Iterable[Reading]) -> Extracted:
    """Read the file with each reading. A failure of one reader is contained and reported; the others still run."""
    documents: dict[str, object] = {}
    facts: list[Fact] = []
    unread: list[str] = []
    for reading in chosen:
        each = reading.format_for(source.path)
        try:
            if each.name not in documents:
                documents[each.name] = _read(each, source)
            document = documents[each.name]
            if not isinstance(document, str):
                facts += reading.surface.extract(source, document)  # type: ignore[arg-type]  # what its own format made
            else:
                unread.append(document)
        except RecursionError:
            unread.append(f"{reading.surface.name}: nested too deeply")
        except Exception as error:  # noqa: BLE001  # the one border: a fault in a reader must not end the scan
            unread.append(f"{reading.surface.name}: internal error {type(error).__name__}")
    return Extracted(tuple(facts), tuple(dict.fromkeys(unread)))


def _read(format_: Format, source: Source) -> object:
    """The document, or the reason why there is none."""
    try:
        return format_.read(source)
    except UnreadError as error:
        return str(error)
    except RecursionError:
        return f"{format_.name}: nested too deeply"


def _fits(format_: Format, path: str) -> bool:
    lower = path.lower()
    name = lower.rpartition("/")[2]
    return any(fits(lower if "/" in pattern else name, pattern.lower()) for pattern in format_.globs)
