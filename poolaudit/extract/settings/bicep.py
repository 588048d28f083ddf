"""Bicep files. In: a `Source`. Out: a `SettingsDocument` with the resources under `resource` → type → symbol.

Grammar: https://github.com/Azure/bicep/blob/main/docs/grammar.md (0.38, read 2026-11-21), as far as resources need it. A resource
inside of another has the other's type before its own and its symbol as `parent`. Expressions that are no constant are scalars
whose `template` is the expression. Other declarations are passed over.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node

MAX_DEPTH = 40
"""Objects and lists inside each other."""
_SHOWN = 60
_OPENING, _CLOSING = "([{", ")]}"


def read(source: Source) -> SettingsDocument:
    """Read the file. Raises `UnreadError` for a bracket or string that is not closed, and past `MAX_DEPTH` levels."""
    reader = _Reader(source)
    items: list[tuple[Key, Node]] = []
    for found in _declaration().finditer(source.text):
        if found.start() >= reader.at and not reader.hidden(found.start()):
            reader.at = found.end()
            reader.resource(found, "", None, items, 0)
    return SettingsDocument("bicep", (MappingNode((_wrapped(items, source),), source.span(0, len(source.text))),))


FORMAT = Format("bicep", ("*.bicep",), read)


def _wrapped(items: list[tuple[Key, Node]], source: Source) -> tuple[Key, Node]:
    return Key("resource", source.span(0, 0)), MappingNode(tuple(items), source.span(0, len(source.text)))


@cache
def _declaration() -> re.Pattern[str]:
    return re.compile(
        r"^[ \t]{0,99}resource[ \t]{1,9}(?P<symbol>\w{1,99})[ \t]{1,9}'(?P<type>[^'@\n]{1,200})(?:@[^'\n]{0,40})?'"
        r"(?P<existing>[ \t]{1,9}existing)?[ \t]{0,9}=[ \t]{0,9}",
        re.MULTILINE,
    )


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source, self.text, self.at = source, source.text, 0

    def hidden(self, offset: int) -> bool:
        """Whether a block comment is open at an offset."""
        before = self.text[:offset]
        return before.rfind("/*") > before.rfind("*/")

    def resource(
        self, found: re.Match[str], outer: str, parent: ScalarNode | None, items: list[tuple[Key, Node]], depth: int
    ) -> None:
        """The declaration whose head was found; the reader stands behind its `=`."""
        kind = f"{outer}/{found['type']}" if outer else found["type"]
        start = self.text.find("{", self.at)
        if start < 0:
            raise UnreadError("a resource has no body")
        self.at = start + 1
        symbol = Key(found["symbol"], self.source.span(found.start("symbol"), found.end("symbol")))
        body = list(self.body(kind, ScalarNode(symbol.name, symbol.span, symbol.name), items, depth + 1))
        if parent is not None:
            body.append((Key("parent", parent.span), parent))
        named = MappingNode(
            ((symbol, MappingNode(tuple(body), self.source.span(start, self.at))),), self.source.span(start, self.at)
        )
        items.append((Key(kind, self.source.span(found.start("type"), found.end("type"))), named))

    def body(self, kind: str, symbol: ScalarNode | None, resources: list[tuple[Key, Node]], depth: int) -> list[tuple[Key, Node]]:
        """The properties up to the closing brace."""
        if depth > MAX_DEPTH:
            raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
        items: list[tuple[Key, Node]] = []
        while True:
            self.skip(" \t\r\n,")
            if self.peek() == "}":
                self.at += 1
                return items
            if not self.peek():
                raise UnreadError("a brace is not closed")
            inner = _declaration().match(self.text, self.text.rfind("\n", 0, self.at) + 1)
            if symbol is not None and inner is not None and inner.end() > self.at:
                self.at = inner.end()
                self.resource(inner, kind, symbol, resources, depth)
                continue
            start = self.at
            name = self.name()
            self.skip(" \t")
            if name is None or self.peek() != ":":
                self.at = max(self.at, start + 1)
                self.expression()  # a decorator, a spread or something newer
                continue
            self.at += 1
            self.skip(" \t")
            items.append((name, self.value(depth)))

    def name(self) -> Key | None:
        start = self.at
        if self.peek() == "'":
            node = self.string()
            return Key(str(node.value), node.span)
        while self.peek().isalnum() or self.peek() in ("_", "-"):
            self.at += 1
        return Key(self.text[start : self.at], self.source.span(start, self.at)) if self.at > start else None

    def value(self, depth: int) -> Node:
        start = self.at
        if self.peek() == "{":
            self.at += 1
            items = self.body("", None, [], depth + 1)
            return MappingNode(tuple(items), self.source.span(start, self.at))
        if self.peek() == "[" and not _loop().match(self.text, self.at):
            return self.sequence(depth)
        if self.peek() == "'":
            node = self.string()
            end = self.at
            self.skip(" \t")
            if self.peek() in ("", "\n", "\r", ",", "}", "]", "/"):
                return node
            self.at = end
        self.expression()
        raw = self.text[start : self.at].rstrip()
        self.at = start + len(raw)
        span = self.source.span(start, self.at)
        if raw in ("true", "false", "null"):
            return ScalarNode({"true": True, "false": False, "null": None}[raw], span, raw)
        if raw.lstrip("-").isdecimal() and len(raw) < 20:  # noqa: PLR2004  # Bicep's own numbers have 64 bits
            return ScalarNode(int(raw), span, raw)
        return ScalarNode(raw, span, raw, template=raw[:_SHOWN] or "?")

    def sequence(self, depth: int) -> SequenceNode:
        if depth > MAX_DEPTH:
            raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
        start = self.at
        elements: list[Node] = []
        self.at += 1
        while True:
            self.skip(" \t\r\n,")
            if self.peek() == "]":
                self.at += 1
                return SequenceNode(tuple(elements), self.source.span(start, self.at))
            if not self.peek():
                raise UnreadError("a bracket is not closed")
            before = self.at
            elements.append(self.value(depth + 1))
            self.at = max(self.at, before + 1)

    def string(self) -> ScalarNode:
        """The string that begins here; one with `${…}` is a template."""
        start = self.at
        long = self.text.startswith("'''", start)
        self.at += 3 if long else 1
        first, computed = self.at, False
        while not self.text.startswith("'''" if long else "'", self.at):
            if self.at >= len(self.text) or (not long and self.text[self.at] == "\n"):
                raise UnreadError("a string is not closed")
            if not long and self.text[self.at] == "\\":
                self.at += 1
            elif not long and self.text.startswith("${", self.at):
                computed = True
                self.at += 2
                self.enclosed("}")
                continue
            self.at += 1
        span, raw = self.source.span(first, self.at), self.text[first : self.at]
        self.at += 3 if long else 1
        value = raw if long else raw.replace("\\'", "'").replace("\\\\", "\\").replace("\\$", "$")
        return ScalarNode(value, span, raw, quote="'", template=raw[:_SHOWN] if computed else "")

    def expression(self) -> None:
        """To the end of an expression: the line, a comma or a bracket that it did not open."""
        while self.peek() and self.peek() not in ("\n", ",", *_CLOSING):
            if self.peek() == "'":
                self.string()
            elif self.peek() in _OPENING:
                closing = _CLOSING[_OPENING.index(self.peek())]
                self.at += 1
                self.enclosed(closing)
            elif self.text.startswith("//", self.at):
                return
            else:
                self.at += 1

    def enclosed(self, closing: str) -> None:
        """Behind the bracket that closes here."""
        open_ = [closing]
        while open_:
            char = self.peek()
            if not char or len(open_) > MAX_DEPTH:
                raise UnreadError("a bracket is not closed")
            if char == "'":
                self.string()
                continue
            self.at += 1
            if char in _OPENING:
                open_.append(_CLOSING[_OPENING.index(char)])
            elif char == open_[-1]:
                open_.pop()

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def skip(self, blanks: str) -> None:
        """Over blanks and comments."""
        while True:
            while self.peek() and self.peek() in blanks:
                self.at += 1
            if "\n" in blanks and self.text.startswith(("//", "#"), self.at):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text.startswith("/*", self.at):
                end = self.text.find("*/", self.at)
                self.at = len(self.text) if end < 0 else end + 2
            else:
                return


@cache
def _loop() -> re.Pattern[str]:
    return re.compile(r"\[\s{0,99}for\b")
