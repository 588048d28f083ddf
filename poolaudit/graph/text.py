"""Text put together from several places, each character still knowing where it stands.

In: pieces with spans. Out: a `Text` that connection-string parsers can read and point into.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.span import Span

_PLACEHOLDER = r"\$\{[^{}]*\}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters from one place."""

    text: str
    span: Span
    known: bool = True
    """False for a placeholder that stands for a value nobody can see."""

    @property
    def exact(self) -> bool:
        """Whether character n of the text stands at character n of the span."""
        return self.known and self.span.length == len(self.text) and self.span.line == self.span.end_line

    def part(self, start: int, end: int) -> Span:
        """The place of a range; the whole span where ranges cannot be told apart."""
        if not self.exact:
            return self.span
        return sub_span(self.span, start, end)


@dataclass(frozen=True, slots=True)
class Text:
    """Pieces in order. Never printed: it may hold a password."""

    pieces: tuple[Piece, ...]

    def __repr__(self) -> str:
        return f"Text({len(self.pieces)} pieces)"

    @property
    def value(self) -> str:
        """The whole text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def known(self) -> bool:
        """Whether no piece is a placeholder."""
        return all(piece.known for piece in self.pieces)

    def place(self, start: int, end: int) -> Span:
        """Where characters `start` to `end` stand: exact inside a piece, the piece of the first character otherwise."""
        at = 0
        for piece in self.pieces:
            if start < at + len(piece.text) or piece is self.pieces[-1]:
                stop = min(end - at, len(piece.text))
                return piece.part(start - at, max(stop, start - at))
            at += len(piece.text)
        raise ValueError("a text without pieces has no places")

    def replaced(self, old: str, new: str) -> Text:
        """Each piece with `old` replaced; the rest of a piece keeps its place."""
        if not old:
            return self
        pieces: list[Piece] = []
        for piece in self.pieces:
            at = 0
            while piece.known and (found := piece.text.find(old, at)) >= 0:
                if found > at:
                    pieces.append(Piece(piece.text[at:found], piece.part(at, found)))
                pieces.append(Piece(new, piece.part(found, found + len(old))))
                at = found + len(old)
            rest = piece.text[at:]
            if rest or not piece.text:
                pieces.append(replace(piece, text=rest, span=piece.part(at, len(piece.text)) if at else piece.span))
        return Text(tuple(pieces) or self.pieces)


def pieces_of(text: str, span: Span) -> Iterator[Piece]:
    """The known and unknown runs of a text in which `${NAME}` stands for what is not known."""
    whole = Piece(text, span)
    at = 0
    for found in re.finditer(_PLACEHOLDER, text):
        if found.start() > at:
            yield Piece(text[at : found.start()], whole.part(at, found.start()))
        yield Piece(found.group(), whole.part(found.start(), found.end()), known=False)
        at = found.end()
    if at < len(text):
        yield Piece(text[at:], whole.part(at, len(text)))


def sub_span(span: Span, start: int, end: int) -> Span:
    """Characters `start` to `end` of a span that stays on one line."""
    return replace(
        span,
        offset=span.offset + start,
        length=end - start,
        column=span.column + start,
        end_line=span.line,
        end_column=span.column + end,
    )
