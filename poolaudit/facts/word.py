"""A word of a command line that knows where it stands. In: text with its place. Out: `PlacedWord`, text in every other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FAR = 4000
"""Characters behind one word in which the next is looked for."""
_TRIES = 20
"""Places where a word seems to begin that are looked at."""
_BETWEEN = " \t\r\n\\'\",[]"
"""What may stand between two words of a command line, or of a list."""
_BESIDE = frozenset(_BETWEEN + ";&|()")
"""What a word may begin or end beside."""


class PlacedWord(str):
    """Text with the characters that it was read from, and their place."""

    __slots__ = ("raw", "span")

    raw: str
    """The characters at `span`, with their quotes and line ends."""
    span: Span

    def __new__(cls, text: str, span: Span, raw: str) -> PlacedWord:  # noqa: PYI034  # `Self` needs Python 3.11
        """`text` as it reads."""
        made = super().__new__(cls, text)
        made.span, made.raw = span, raw
        return made

    def __getnewargs__(self) -> tuple[str, Span, str]:  # type: ignore[override]  # what `__new__` takes, for copies
        """The three parts."""
        return str(self), self.span, self.raw

    def tail(self, start: int) -> PlacedWord:
        """The text from character `start` on; at the place of all of it where that is not written as it reads."""
        text = self[start:]
        if self.raw != self or "\n" in self.raw or "\r" in self.raw:
            return PlacedWord(text, self.span, self.raw)
        span = self.span
        place = Span(
            span.path,
            span.offset + start,
            span.length - start,
            span.line,
            span.column + start,
            span.end_line,
            span.end_column,
        )
        return PlacedWord(text, place, text)

    def within(self, words: Iterable[str]) -> tuple[str, ...]:
        """Words that stand in it one after the other, each with its place; one that is written otherwise stays plain text."""
        return tuple(self._placed(words))

    def _placed(self, words: Iterable[str]) -> Iterator[str]:
        at, missed = 0, False
        line, start = self.span.line, 1 - self.span.column
        for word in words:
            found, end = self._find(word, at)
            if found < 0 or not (missed or not self.raw[at:found].strip(_BETWEEN)):
                missed = True
                yield word
                continue
            line, start = self._line(line, start, at, found)
            end_line, end_start = self._line(line, start, found, end)
            path, offset = self.span.path, self.span.offset + found
            place = Span(path, offset, end - found, line, found - start + 1, end_line, end - end_start + 1)
            yield PlacedWord(word, place, self.raw[found:end])
            at, missed, line, start = end, False, end_line, end_start

    def _find(self, word: str, at: int) -> tuple[int, int]:
        """Where the word next stands alone, its blanks being any; -1 where it does not, or too far away."""
        parts = word.split()
        last = at + len(word) + _FAR
        for _ in range(_TRIES if parts else 0):
            at = self.raw.find(parts[0], at, last)
            if at < 0:
                break
            end = self._end(parts, at)
            before, after = self.raw[at - 1 : at] if at else "", self.raw[end : end + 1]
            if end >= 0 and (not before or before in _BESIDE) and (not after or after in _BESIDE):
                return at, end
            at += 1
        return -1, -1

    def _end(self, parts: list[str], at: int) -> int:
        """Where the last of some texts ends that stand from `at` on with blanks between them; -1 where they do not."""
        for index, part in enumerate(parts):
            while index and self.raw[at : at + 1].isspace():
                at += 1
            if not self.raw.startswith(part, at):
                return -1
            at += len(part)
        return at

    def _line(self, line: int, start: int, at: int, to: int) -> tuple[int, int]:
        """The line at `to`, and where in `raw` it starts, from those of `at`."""
        while True:
            feed, turn = self.raw.find("\n", at, to), self.raw.find("\r", at, to)
            if feed < 0 and turn < 0:
                return line, start
            at = min(each for each in (feed, turn) if each >= 0) + 1
            if self.raw[at - 1] == "\r" and self.raw[at : at + 1] == "\n":
                at += 1
                if at > to:
                    return line, start  # between the two characters of a line end
            line, start = line + 1, at


def place_of(word: str, otherwise: Span | None) -> Span | None:
    """Where a word stands, as far as it tells."""
    return word.span if isinstance(word, PlacedWord) else otherwise
