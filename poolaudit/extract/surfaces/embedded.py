"""A file inside a value of another file: `pgbouncer.ini` under a key of a ConfigMap.

In: the scalar that holds it. Out: a `Source` of the inner text whose spans point into the outer file.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.discover.source import Source

if TYPE_CHECKING:
    from poolaudit.extract.settings.tree import ScalarNode
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded(Source):
    """The inner text; `path` names the inner file, spans name the outer one."""

    outer: Source
    whole: Span
    """The value that holds the text."""
    lines: tuple[tuple[int, int, int], ...] = ()
    """First offset inside, first offset outside and last offset outside of each line; empty where characters have no place of
    their own (base64, folded text): then every span is `whole`."""

    def span(self, start: int, end: int) -> Span:
        """Where the characters stand in the outer file."""
        if not self.lines:
            return self.whole
        first = self._outside(start)
        return self.outer.span(first, max(first, self._outside(end)))

    def _outside(self, offset: int) -> int:
        inside, outside, end = self.lines[max(0, bisect_right(self.lines, (offset, self.outer_size, 0)) - 1)]
        return min(outside + offset - inside, end)

    @property
    def outer_size(self) -> int:
        """Characters of the outer file."""
        return len(self.outer.text)


def embedded(source: Source, node: ScalarNode, path: str) -> Embedded:
    """The text of a scalar as a file called `path`."""
    text = node.value if isinstance(node.value, str) else node.raw
    lines: tuple[tuple[int, int, int], ...] = ()
    if node.quote == "|":
        lines = _lines(source, node, text)
    elif text == node.raw:
        lines = ((0, node.span.offset, node.span.end),)
    return Embedded(path, text, source.newline, source.tracked, outer=source, whole=node.span, lines=lines)


def decoded(source: Source, node: ScalarNode, text: str, path: str) -> Embedded:
    """Text that a scalar holds in another encoding; its characters have no places of their own."""
    return Embedded(path, text, source.newline, source.tracked, outer=source, whole=node.span)


def _lines(source: Source, node: ScalarNode, text: str) -> tuple[tuple[int, int, int], ...]:
    """Offsets of the lines of a literal block scalar; () when the lines outside do not end as those inside do."""
    inner = text.split("\n")
    blanks = next((number for number, line in enumerate(inner) if line.strip()), 0)
    starts = source.line_starts()
    number = source.position(node.span.offset)[0] - 1 - blanks
    found: list[tuple[int, int, int]] = []
    at = 0
    for line in inner:
        if number < 0 or number >= len(starts):
            break
        begin = starts[number]
        end = starts[number + 1] if number + 1 < len(starts) else len(source.text)
        written = source.text[begin:end].rstrip("\r\n")
        content = written if written.endswith(line) else written.rstrip()
        if line and not content.endswith(line):
            return ()
        begin += len(content) - len(line)
        found.append((at, begin, begin + len(line)))
        at += len(line) + 1
        number += 1
    return tuple(found)
