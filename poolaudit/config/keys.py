"""Where the keys of a TOML text stand. In: text that a TOML parser has accepted. Out: a span for each key path.

Grammar: TOML 1.0, https://toml.io/en/v1.0.0. The parser has refused everything invalid before, so this only has to find
its way: headers, dotted and quoted keys, the four kinds of string, arrays, inline tables, comments.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Union

from poolaudit.facts.span import Span

KeyPath = tuple[Union[str, int], ...]
_SPACE = " \t"
_BLANK = " \t\r\n"
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


def key_spans(text: str, path: str) -> dict[KeyPath, Span]:
    """Span of each key by its path; elements of arrays stand under their index.

    Headers count as keys. An array of tables has one path for all of its tables. Where a path occurs twice, the first
    place is kept. `path` is the file that the spans name.
    """
    return _Scanner(text, path).run()


class _Scanner:
    def __init__(self, text: str, path: str) -> None:
        self._text = text + "\n"  # a value always has an end
        self._path = path
        self._at = 1 if text.startswith("\ufeff") else 0
        self._starts = [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]
        self._found: dict[KeyPath, Span] = {}

    def run(self) -> dict[KeyPath, Span]:
        table: KeyPath = ()
        end = len(self._text)
        while True:
            self._skip_blank()
            if self._at >= end:
                return self._found
            if self._text[self._at] == "[":
                self._at += 2 if self._text.startswith("[[", self._at) else 1
                table = self._keys(())
                self._at = self._text.index("\n", self._at)
            else:
                self._pair(table)

    def _pair(self, table: KeyPath) -> None:
        path = self._keys(table)
        self._at += 1  # the equals sign
        self._value(path)

    def _keys(self, table: KeyPath) -> KeyPath:
        """Read a dotted key and stop at the character after it, blanks skipped."""
        while True:
            self._skip(_SPACE)
            start = self._at
            name = self._string() if self._text[start] in "\"'" else self._bare()
            table = (*table, name)
            self._note(table, start)
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return table
            self._at += 1

    def _value(self, path: KeyPath) -> None:
        self._skip(_SPACE)
        first = self._text[self._at]
        if first in "\"'":
            self._string()
        elif first == "[":
            self._at += 1
            self._members("]", path)
        elif first == "{":
            self._at += 1
            self._members("}", path)
        else:
            while self._text[self._at] not in ",]}#\n":
                self._at += 1

    def _members(self, closing: str, path: KeyPath) -> None:
        index = 0
        while True:
            self._skip_blank()
            here = self._text[self._at]
            if here == closing:
                self._at += 1
                return
            if here == ",":
                self._at += 1
            elif closing == "}":
                self._pair(path)
            else:
                start = self._at
                self._value((*path, index))
                self._note((*path, index), start)
                index += 1

    def _bare(self) -> str:
        start = self._at
        while self._text[self._at] not in ".=] \t\r\n":
            self._at += 1
        return self._text[start : self._at]

    def _string(self) -> str:
        text, start = self._text, self._at
        quote = text[start]
        if text.startswith(quote * 3, start):
            self._at = self._end_of_long_string(quote)
            return ""  # a key is never one
        at = start + 1
        parts: list[str] = []
        while text[at] != quote:
            if quote == '"' and text[at] == "\\":
                character, at = self._escape(at + 1)
                parts.append(character)
            else:
                parts.append(text[at])
                at += 1
        self._at = at + 1
        return "".join(parts)

    def _escape(self, at: int) -> tuple[str, int]:
        kind = self._text[at]
        digits = {"x": 2, "u": 4, "U": 8}.get(kind)
        if digits is None:
            return _ESCAPES[kind], at + 1
        return chr(int(self._text[at + 1 : at + 1 + digits], 16)), at + 1 + digits

    def _end_of_long_string(self, quote: str) -> int:
        text, at = self._text, self._at + 3
        while not text.startswith(quote * 3, at):
            at += 2 if quote == '"' and text[at] == "\\" else 1
        at += 3
        for _ in range(2):  # up to two quotes may stand directly before the closing ones
            at += text.startswith(quote, at)
        return at

    def _skip(self, characters: str) -> None:
        while self._text[self._at] in characters:
            self._at += 1

    def _skip_blank(self) -> None:
        """Pass over blanks, line ends and comments."""
        text, end = self._text, len(self._text)
        while self._at < end:
            if text[self._at] == "#":
                self._at = text.index("\n", self._at)
            elif text[self._at] not in _BLANK:
                return
            else:
                self._at += 1

    def _note(self, path: KeyPath, start: int) -> None:
        end = self._at
        while end > start and self._text[end - 1] in _BLANK:
            end -= 1
        if path not in self._found:
            line, end_line = bisect_right(self._starts, start), bisect_right(self._starts, end)
            column, end_column = start - self._starts[line - 1] + 1, end - self._starts[end_line - 1] + 1
            self._found[path] = Span(self._path, start, end - start, line, column, end_line, end_column)
