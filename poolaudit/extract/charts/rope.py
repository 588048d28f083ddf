"""Text that knows where each of its pieces comes from. In: pieces. Out: `Rope`s, cut and put together.

A piece is written as it is (`start` is its place in `source`), made by an action (the whole action is its place), or made up
by a function, like the blanks of `nindent` (no place). A piece that is not known stands there as `HOLE` and a number in braces.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.discover.source import Source
    from poolaudit.facts.span import Span

HOLE = "\ue000"
"""First character of what stands for a piece that is not known: it begins a plain scalar of YAML, which braces do not."""


@dataclass(frozen=True, slots=True)
class Step:
    """A value that was used, and where it stands."""

    span: Span
    name: str
    """`.Values.web.replicas`."""
    shown: str = ""
    """The value where it is a number or a truth value; texts are never shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text from one place."""

    text: str
    source: Source | None = None
    """None for what a function made up."""
    start: int = 0
    end: int = 0
    exact: bool = False
    """Whether the text is what stands from `start` to `end`."""
    steps: tuple[Step, ...] = ()
    hole: str = ""
    """Why the text is not known."""
    doubt: str = ""
    """Why it may not be there at all: a condition that is not known."""
    encoded: Rope | None = None
    """The text that it stands for in base64."""

    def part(self, start: int, end: int) -> Piece:
        """Some of its characters; those that are not known stay together."""
        if self.hole or (start <= 0 and end >= len(self.text)):
            return self
        text = self.text[start:end]
        return (
            replace(self, text=text, start=self.start + start, end=self.start + end) if self.exact else replace(self, text=text)
        )


@dataclass(frozen=True, slots=True)
class Rope:
    """A text of pieces."""

    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """All of it, with holes."""
        return "".join(each.text for each in self.pieces)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The values that were used, once each."""
        return tuple(dict.fromkeys(step for each in self.pieces for step in each.steps))

    @property
    def why(self) -> str:
        """Why the text is not known; empty where it is."""
        return next((each.hole or each.doubt for each in self.pieces if each.hole or each.doubt), "")

    def slice(self, start: int, end: int) -> Rope:
        """The characters from `start` up to `end`; a hole belongs to the slice in which it begins."""
        found: list[Piece] = []
        at = 0
        for each in self.pieces:
            size = len(each.text)
            if each.hole:
                if start <= at < end:
                    found.append(each)
            elif at < end and at + size > start:
                found.append(each.part(max(0, start - at), min(size, end - at)))
            at += size
        return Rope(tuple(found))

    def cut(self, bounds: Iterable[tuple[int, int]]) -> Iterator[Rope]:
        """Some slices in order of their places, none over another."""
        pieces = iter(self.pieces)
        at, piece = 0, next(pieces, None)
        for start, end in bounds:
            found: list[Piece] = []
            while piece is not None and at < end:
                size = len(piece.text)
                if piece.hole:
                    found += (piece,) if at >= start else ()
                elif at + size > start:
                    found.append(piece.part(max(0, start - at), min(size, end - at)))
                if at + size > end:
                    break  # the rest belongs to a later slice
                at, piece = at + size, next(pieces, None)
            yield Rope(tuple(found))

    def lines(self) -> Iterator[Rope]:
        """Each line without its end."""
        line: list[Piece] = []
        for each in self.pieces:
            at = 0
            while (end := each.text.find("\n", at)) >= 0:
                if end > at:
                    line.append(each.part(at, end))
                yield Rope(tuple(line))
                line = []
                at = end + 1
            if at < len(each.text):
                line.append(each.part(at, len(each.text)))
        yield Rope(tuple(line))

    def trimmed(self, left: str | None, right: str | None, marks: str | None = None) -> Rope:
        """Without the characters of `marks` (blanks) at the sides that are given as `l` and `r`."""
        text = self.text
        begin = len(text) - len(text.lstrip(marks)) if left else 0
        end = len(text.rstrip(marks)) if right else len(text)
        return self.slice(begin, max(begin, end))


def glue(text: str) -> Piece:
    """Text without a place."""
    return Piece(text)


def joined(parts: Iterable[Rope | str]) -> Rope:
    """Ropes and made-up texts one after the other."""
    found: list[Piece] = []
    for each in parts:
        if isinstance(each, str):
            found += (glue(each),) if each else ()
        else:
            found += each.pieces
    return Rope(tuple(found))
