"""What a look at a folder brings: files, links, and what could not be looked at."""

from __future__ import annotations

from dataclasses import field
from typing import NamedTuple

from poolaudit._records import dataclass


class Unread(NamedTuple):
    """What the scan passed over although it should not have; reported, so that silence means clean."""

    path: str
    """Relative to the scan root, with `/`."""
    reason: str
    """One line, free of file content."""


class ListingError(ValueError):
    """Nobody can say which files were asked for; `str()` is one line."""


@dataclass(slots=True)
class Found:
    """Paths below one folder, relative to it, with `/`."""

    tracked: set[str] = field(default_factory=set)
    """Files that git tracks; all files where there is no git."""
    others: set[str] = field(default_factory=set)
    """Files that git neither tracks nor ignores."""
    links: set[str] = field(default_factory=set)
    """Symbolic links, which stand in neither of the other sets."""
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failure: str = ""
    """Why nothing could be listed, one line; empty when it could."""
