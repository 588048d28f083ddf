"""Which files of a repository are one program, as their imports tell.

In: what is found from the file on in which a program begins. Out: `Program` and `LoneScript`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Program:
    """A program whose files are all known; one that loads code by names which it makes up while it runs is none."""

    span: Span
    """Start of the file in which it begins; of Go, of the first file of its main package."""
    takes: tuple[str, ...]
    """Paths of its files, relative to the scan root and sorted; one that ends with `/` is a folder, whose files but not whose
    folders belong to it."""

    def has(self, path: str) -> bool:
        """Whether a file is part of the program."""
        return path in self.takes or f"{path.rpartition('/')[0]}/" in self.takes


@dataclass(frozen=True, slots=True)
class LoneScript:
    """A file among scripts that is a program of its own and that nothing but scripts imports: who starts it, runs it alone."""

    span: Span
    """Start of the file."""
