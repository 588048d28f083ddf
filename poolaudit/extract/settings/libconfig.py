"""libconfig files (`proxysql.cnf`) and Odyssey's, whose blocks look alike. In: a `Source`. Out: a `SettingsDocument`.

Grammar: https://hyperrealm.github.io/libconfig/libconfig_manual.html#Configuration-Files (1.7, read 2026-11-21): `name = value`
or `name : value`, groups in braces, lists in brackets or parentheses, `#`, `//` and `/* */` comments; separators may be left
out. Odyssey writes names, values and labels apart by blanks: `database "shop" { pool_size 10 }`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node

MAX_DEPTH = 50
_PAIRS = {"(": ")", "[": "]"}
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", '"': '"', "\\": "\\"}
_WORDS = {"true": True, "false": False}
_STOPS = frozenset(' \t\r\n,;=:{}()[]#"')
_LONGEST_NUMBER = 19


def read(source: Source) -> SettingsDocument:
    """Read the file. Raises `UnreadError` with the line for what no setting can be, and past `MAX_DEPTH` levels."""
    reader = _Reader(source, 1 if source.text.startswith("\ufeff") else 0)
    items = reader.group(0, "")
    return SettingsDocument("libconfig", (MappingNode(tuple(items), source.span(0, len(source.text))),))


FORMAT = Format("libconfig", ("proxysql.cnf", "proxysql*.cnf", "*proxysql*.cnf", "odyssey*.conf", "*odyssey.conf"), read)


@dataclass(slots=True)
class _Reader:
    source: Source
    at: int

    def group(self, depth: int, end: str) -> list[tuple[Key, Node]]:
        """Settings up to a closing brace, or to the end of the file."""
        if depth > MAX_DEPTH:
            raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
        items: list[tuple[Key, Node]] = []
        while True:
            self._skip(",;")
            char = self._char()
            if char == end:
                self.at += bool(end)
                return items
            if not char:
                raise self._error("a brace is not closed")
            items.append(self._setting(depth))

    def _setting(self, depth: int) -> tuple[Key, Node]:
        start = self.at
        name = self._word()
        if not name:
            raise self._error("expected a name")
        key = Key(name, self.source.span(start, self.at))
        self._skip("")
        if self._char() and self._char() in "=:":
            self.at += 1
            self._skip("")
            return key, self._value(depth)
        return key, self._odyssey(depth)

    def _odyssey(self, depth: int) -> Node:
        """`name value`, `name {…}` or `name "label" {…}`, which stands under its label."""
        labels: list[Key] = []
        while self._char() not in ("{", ""):
            start = self.at
            value = self._value(depth)
            self._blanks()
            if not isinstance(value, ScalarNode) or self._char() not in ("{", '"'):
                if labels or not isinstance(value, ScalarNode):
                    raise self._error("expected a block")
                return value
            labels.append(Key(str(value.value), value.span if value.quote else self.source.span(start, self.at)))
        node: Node = self._value(depth)
        for label in reversed(labels):
            node = MappingNode(((label, node),), node.span)
        return node

    def _value(self, depth: int) -> Node:
        start, char = self.at, self._char()
        if char == "{":
            self.at += 1
            items = self.group(depth + 1, "}")
            return MappingNode(tuple(items), self.source.span(start, self.at))
        if char and char in _PAIRS:
            return self._list(depth, _PAIRS[char])
        if char == '"':
            return self._string()
        word = self._word()
        if not word:
            raise self._error("expected a value")
        span = self.source.span(start, self.at)
        if word.lower() in _WORDS:
            return ScalarNode(_WORDS[word.lower()], span, word)
        digits = word.removeprefix("-").removesuffix("L")
        number = (
            int(word.removesuffix("L")) if digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER else None
        )
        return ScalarNode(word if number is None else number, span, word)

    def _list(self, depth: int, end: str) -> SequenceNode:
        if depth > MAX_DEPTH:
            raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
        start = self.at
        elements: list[Node] = []
        self.at += 1
        while True:
            self._skip(",")
            if self._char() == end:
                self.at += 1
                return SequenceNode(tuple(elements), self.source.span(start, self.at))
            elements.append(self._value(depth + 1))

    def _string(self) -> ScalarNode:
        text, out = self.source.text, []
        start = self.at = self.at + 1
        while self.at < len(text) and text[self.at] != '"':
            if text[self.at] == "\\" and text[self.at + 1 : self.at + 2] in _ESCAPES:
                out.append(_ESCAPES[text[self.at + 1]])
                self.at += 2
            else:
                out.append(text[self.at])
                self.at += 1
        if self.at >= len(text):
            raise self._error("a string is not closed")
        span = self.source.span(start, self.at)
        self.at += 1
        return ScalarNode("".join(out), span, text[start : self.at - 1], '"')

    def _word(self) -> str:
        start, text = self.at, self.source.text
        while self.at < len(text) and text[self.at] not in _STOPS:
            self.at += 1
        return text[start : self.at]

    def _char(self) -> str:
        return self.source.text[self.at : self.at + 1]

    def _blanks(self) -> None:
        while self._char() and self._char() in " \t":
            self.at += 1

    def _skip(self, also: str) -> None:
        """Pass over blanks, line ends, comments and the characters of `also`."""
        text = self.source.text
        while self.at < len(text):
            if text[self.at] in " \t\r\n" or text[self.at] in also:
                self.at += 1
            elif text[self.at] == "#" or text.startswith("//", self.at):
                end = text.find("\n", self.at)
                self.at = len(text) if end < 0 else end
            elif text.startswith("/*", self.at):
                end = text.find("*/", self.at)
                if end < 0:
                    raise self._error("a comment is not closed")
                self.at = end + 2
            else:
                return

    def _error(self, why: str) -> UnreadError:
        return UnreadError(f"not libconfig: {why}, line {self.source.position(min(self.at, len(self.source.text)))[0]}")
