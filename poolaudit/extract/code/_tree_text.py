"""Bytes of a syntax tree to characters of a file. In: a `Source`. Out: offsets and spans in characters.

A tree counts bytes of UTF-8 (https://tree-sitter.github.io/tree-sitter/using-parsers/2-basic-parsing.html), a span characters.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.discover.source import Source
    from poolaudit.facts.span import Span


class Locator:
    """Turns byte offsets into spans of one source."""

    def __init__(self, source: Source, data: bytes) -> None:
        self.source = source
        self._ends: list[int] = []
        self._extra = [0]
        if len(data) != len(source.text):
            at = extra = 0
            for character in source.text:
                if character < "\x80":
                    at += 1
                else:
                    width = 2 if character < "\u0800" else 3 if character < "\U00010000" else 4
                    at += width
                    extra += width - 1
                    self._ends.append(at)
                    self._extra.append(extra)

    def offset(self, byte: int) -> int:
        """Character offset of a byte offset that stands between two characters."""
        return byte - self._extra[bisect_right(self._ends, byte)] if self._ends else byte

    def between(self, start: int, end: int) -> Span:
        """The characters of a run of bytes."""
        return self.source.span(self.offset(start), self.offset(end))

    def span(self, node: Node) -> Span:
        """The whole node."""
        return self.between(node.start_byte, node.end_byte)
