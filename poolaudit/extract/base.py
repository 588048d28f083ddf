"""The two kinds of part that read files: formats (syntax) and surfaces (meaning).

In: a `Source`. Out: facts. Parts are found by presence: a module in `settings/` or `code/` that holds a `FORMAT`,
a module in `surfaces/` that holds a `SURFACE`. Nothing is registered by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.extract.settings.tree import SettingsDocument
    from poolaudit.facts.fact import Fact

    Document = Union[SettingsDocument, CodeModule]


class UnreadError(Exception):
    """A file that matched but cannot be read; `str()` is one line that says why, free of file content."""


@dataclass(frozen=True, slots=True)
class Format:
    """A syntax: how the bytes of some files become a neutral shape."""

    name: str
    globs: tuple[str, ...]
    """Patterns for the file's base name (or, with a `/`, for the end of its path), matched without regard to case."""
    read: Callable[[Source], Document]
    """Raises `UnreadError` for text that the syntax refuses. Imports its parser when called, not before."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A meaning: what the settings or calls of some files say about connections."""

    name: str
    formats: tuple[str, ...]
    """Names of the formats that it can be handed; the format of a file is fixed by `globs` of the format,
    unless `globs` below name the file, which then is read by the first format listed here."""
    extract: Callable[[Source, Document], Iterable[Fact]]
    globs: tuple[str, ...] = ()
    """Restricts the surface to files with these names; empty is every file of the formats."""
    triggers: tuple[str, ...] = ()
    """Literals of which at least one must stand in the file (ASCII, without regard to case);
    empty means that the name alone decides."""
    triggers_of: Mapping[str, tuple[str, ...]] | None = None
    """Triggers by name of the format, where they differ from format to format; together they are `triggers`."""
    concerns: Callable[[Source], bool] | None = None
    """A closer look at a file that has a trigger, cheaper than reading it: false when it surely says nothing here."""
    on_demand: bool = False
    """True for what only gives meaning to names: it is read in files that are read anyway, and in the modules that facts of
    other files name (`extract.demand`), whatever their triggers."""
    supporting: bool = False
    """True for what only gives meaning to names as well, in languages whose modules no path names: a file that nothing else
    reads is read when some file of its language opens a connection."""
    self_contained: bool = False
    """True where its facts use no name that this or another file defines, so that `on_demand` readers need not look."""
