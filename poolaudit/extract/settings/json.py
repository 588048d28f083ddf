"""JSON files. In: a `Source`. Out: a `SettingsDocument` with one root.

Grammar: RFC 8259 with what configuration files add to it and JSONC allows: `//` and `/* */` comments, trailing commas,
a byte order mark. A scanner of its own, because the standard library's gives no places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, Node, ScalarNode, SequenceNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

MAX_DEPTH = 100
_WORDS = {"true": True, "false": False, "null": None}
_NUMBER = frozenset("+-.0123456789eE")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LONGEST_NUMBER = 400
"""Characters; longer than any double or 64-bit number, and short enough to convert."""


def read(source: Source) -> SettingsDocument:
    """Read the one value of the file. Raises `UnreadError` with the line for anything else, and past `MAX_DEPTH` levels."""
    scanner = _Scanner(source)
    scanner.skip()
    root = scanner.value(0)
    scanner.skip()
    if scanner.at < len(source.text):
        raise scanner.error("text after the value")
    return SettingsDocument("json", (root,))


FORMAT = Format("json", ("*.json", "*.jsonc", "*.json5", "*.code-workspace"), read)


@dataclass(slots=True)
class _Scanner:
    source: Source
    at: int = 0

    def error(self, why: str) -> UnreadError:
        return UnreadError(f"not JSON: {why}, line {self.source.position(min(self.at, len(self.source.text)))[0]}")

    def skip(self) -> None:
        """Pass over blanks and comments."""
        text = self.source.text
        while self.at < len(text):
            if text[self.at] in " \t\r\n" or (self.at == 0 and text[0] == "\ufeff"):
                self.at += 1
            elif text.startswith("//", self.at):
                end = text.find("\n", self.at)
                self.at = len(text) if end < 0 else end
            elif text.startswith("/*", self.at):
                end = text.find("*/", self.at + 2)
                if end < 0:
                    raise self.error("a comment is not closed")
                self.at = end + 2
            else:
                return

    def value(self, depth: int) -> Node:
        if depth >= MAX_DEPTH:
            raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
        char = self.source.text[self.at : self.at + 1]
        if char == "{":
            return self._object(depth)
        if char == "[":
            return self._array(depth)
        if char == '"':
            start = self.at
            text = self._string()
            span = self.source.span(start + 1, self.at - 1)
            return ScalarNode(text, span, self.source.at(span), '"')
        return self._word()

    def _word(self) -> ScalarNode:
        start, text = self.at, self.source.text
        while self.at < len(text) and (text[self.at] in _NUMBER or text[self.at].isalpha()):
            self.at += 1
        raw = text[start : self.at]
        span = self.source.span(start, self.at)
        if raw in _WORDS:
            return ScalarNode(_WORDS[raw], span, raw)
        number = _number(raw)
        if number is None:
            self.at = start
            raise self.error("expected a value")
        return ScalarNode(number, span, raw)

    def _object(self, depth: int) -> MappingNode:
        start = self.at
        items: list[tuple[Key, Node]] = []
        self.at += 1
        while True:
            self.skip()
            if self._take("}"):
                return MappingNode(tuple(items), self.source.span(start, self.at))
            key_at = self.at
            if not self.source.text.startswith('"', self.at):
                raise self.error("expected a key in double quotes")
            name = self._string()
            key = Key(name, self.source.span(key_at + 1, self.at - 1))
            self.skip()
            if not self._take(":"):
                raise self.error("expected a colon")
            self.skip()
            items.append((key, self.value(depth + 1)))
            self.skip()
            if not self._take(",") and not self.source.text.startswith("}", self.at):
                raise self.error("expected a comma or a closing brace")

    def _array(self, depth: int) -> SequenceNode:
        start = self.at
        elements: list[Node] = []
        self.at += 1
        while True:
            self.skip()
            if self._take("]"):
                return SequenceNode(tuple(elements), self.source.span(start, self.at))
            elements.append(self.value(depth + 1))
            self.skip()
            if not self._take(",") and not self.source.text.startswith("]", self.at):
                raise self.error("expected a comma or a closing bracket")

    def _take(self, char: str) -> bool:
        if self.source.text.startswith(char, self.at):
            self.at += 1
            return True
        return False

    def _string(self) -> str:
        """Read from one double quote to the next; the offset ends after it."""
        text = self.source.text
        out: list[str] = []
        self.at += 1
        while self.at < len(text):
            char = text[self.at]
            if char == '"':
                self.at += 1
                # a pair of surrogates is one character; a lone one stays visible instead of breaking the output
                return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if char == "\n":
                break
            if char != "\\":
                out.append(char)
                self.at += 1
                continue
            out.append(self._escape())
        raise self.error("a string is not closed")

    def _escape(self) -> str:
        text, mark = self.source.text, self.source.text[self.at + 1 : self.at + 2]
        if mark == "u":
            digits = text[self.at + 2 : self.at + 6]
            if len(digits) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in digits):  # noqa: PLR2004 - \uXXXX
                self.at += 6
                return chr(int(digits, 16))
        if not mark or mark not in _ESCAPES:
            raise self.error("a bad escape in a string")
        self.at += 2
        return _ESCAPES[mark]


def _number(raw: str) -> int | float | None:
    digits = raw.removeprefix("-")
    if not digits or len(raw) > _LONGEST_NUMBER or not digits[0].isdigit() or not set(raw) <= _NUMBER:
        return None
    try:
        return int(raw) if digits.isdigit() else float(raw)
    except ValueError:
        return None
