"""One file in memory. In: path and bytes. Out: text, line index and spans."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from itertools import accumulate

from poolaudit._records import dataclass
from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Source:
    """The decoded text of one file, which turns offsets into spans."""

    path: str
    """Relative to the scan root, with `/`."""
    text: str
    newline: str = "\n"
    """Newline style of the file, for edits: `\\n`, `\\r\\n` or `\\r`. `text` keeps the file's own newlines."""
    tracked: bool = True
    """False for a file that git does not track; True where there is no git."""
    _starts: list[int] = field(default_factory=list, repr=False, compare=False)

    @classmethod
    def decode(cls, path: str, data: bytes, *, tracked: bool = True) -> Source:
        """Decode UTF-8 (with or without BOM) or UTF-16 with BOM; raise UnicodeDecodeError otherwise.

        A UTF-8 BOM stays in `text` as U+FEFF, because some readers (PgBouncer) refuse it.
        """
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
        newline = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
        return cls(path, text, newline, tracked)

    def span(self, start: int, end: int) -> Span:
        """The characters from offset `start` up to, not including, `end`."""
        starts = self._starts or self.line_starts()
        line, end_line = bisect_right(starts, start), bisect_right(starts, end)
        return Span(self.path, start, end - start, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character offset."""
        starts = self.line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Character offset of a line and column, both from 1."""
        return self.line_starts()[line - 1] + column - 1

    def line_starts(self) -> list[int]:
        """Offset of the first character of each line."""
        if not self._starts:
            self._starts.append(0)
            text, at = self.text, 0
            if "\r" not in text:
                self._starts.extend(accumulate(len(line) + 1 for line in text.split("\n")[:-1]))
                return self._starts
            while True:
                lf = text.find("\n", at)
                cr = text.find("\r", at, lf if lf >= 0 else len(text))
                if cr >= 0:
                    at = cr + 2 if cr + 1 == lf else cr + 1
                elif lf >= 0:
                    at = lf + 1
                else:
                    return self._starts
                self._starts.append(at)
        return self._starts

    def at(self, span: Span) -> str:
        """The text that stands at `span`."""
        return self.text[span.offset : span.end]
