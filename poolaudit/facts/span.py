"""A place in a scanned file: what every fact, finding and edit points at."""

from __future__ import annotations

from poolaudit._records import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of characters in one file, known both by offset and by line and column."""

    path: str
    """File, relative to the scan root, with `/` on every system."""
    offset: int
    """First character, counted from 0 in the decoded text."""
    length: int
    """Number of characters; 0 marks a point between two characters."""
    line: int
    """Line of the first character, from 1."""
    column: int
    """Column of the first character in characters (not bytes), from 1."""
    end_line: int
    """Line of the position after the last character, from 1."""
    end_column: int
    """Column of the position after the last character, from 1 (exclusive)."""

    @property
    def end(self) -> int:
        """Offset of the character after the last one."""
        return self.offset + self.length
