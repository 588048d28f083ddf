"""XML files. In: a `Source`. Out: a `SettingsDocument` with one mapping: the root element under its name.

Grammar: XML 1.0 as expat reads it. An element is a mapping of its attributes (`@name`), its child elements by name and, where
it has none, its text (`#text`); prefixes stay part of names. Document type declarations are refused: entities are how XML
attacks its readers.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from poolaudit._records import dataclass
from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, Node, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

MAX_DEPTH = 100
_NAME_ENDS = frozenset(" \t\r\n/>=")


def read(source: Source) -> SettingsDocument:
    """Read the file. Raises `UnreadError` with the line for text that is not XML, for a DOCTYPE, and past `MAX_DEPTH` levels."""
    from xml.parsers import expat  # noqa: PLC0415 - by the first XML file; entities are refused below

    builder = _Builder(source)
    parser: Any = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.refuse
    builder.parser = parser
    text = source.text.removeprefix("\ufeff")
    builder.shift = len(source.text) - len(text)
    data = text.encode("utf-8", "surrogatepass")
    builder.ascii = len(data) == len(text)
    builder.data = data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadError(f"not XML: {expat.ErrorString(error.code)}, line {error.lineno}") from None
    return SettingsDocument("xml", (MappingNode(tuple(builder.roots), source.span(0, len(source.text))),))


FORMAT = Format("xml", ("*.config", "*.xml"), read)


@dataclass(slots=True)
class _Element:
    key: Key
    start: int
    items: list[tuple[Key, Node]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    opened: int = 0
    """Offset after the start tag."""


@dataclass(slots=True)
class _Builder:
    source: Source
    parser: Any = None
    data: bytes = b""
    ascii: bool = True
    shift: int = 0
    roots: list[tuple[Key, Node]] = field(default_factory=list)
    stack: list[_Element] = field(default_factory=list)
    _known: tuple[int, int] = (0, 0)
    """Bytes and characters up to the last place asked for, so that places cost no second reading from the start."""

    def refuse(self, *_: object) -> None:
        raise UnreadError("it declares a document type")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
        at = self._here()
        element = _Element(Key(name, self.source.span(at + 1, at + 1 + len(name))), at)
        last = self._attributes(element, at + 1 + len(name), attributes)
        element.opened = self.source.text.index(">", last) + 1
        self.stack.append(element)

    def text(self, data: str) -> None:
        self.stack[-1].text.append(data)

    def end(self, _name: str) -> None:
        element = self.stack.pop()
        after = self._here()
        text = "".join(element.text).strip()
        if text and not any(isinstance(node, MappingNode) for _, node in element.items):
            raw = self.source.text[element.opened : after]
            first = element.opened + len(raw) - len(raw.lstrip())
            span = self.source.span(first, element.opened + len(raw.rstrip()))
            element.items.append((Key("#text", span), ScalarNode(text, span, self.source.at(span))))
        ends = self.source.text.startswith("</", after) and after >= element.opened
        close = self.source.text.index(">", after) + 1 if ends else element.opened
        node = MappingNode(tuple(element.items), self.source.span(element.start, close))
        (self.stack[-1].items if self.stack else self.roots).append((element.key, node))

    def _attributes(self, element: _Element, at: int, attributes: dict[str, str]) -> int:
        """Read the places of attributes, and return where they end; expat has judged the tag, so that the scan may trust it."""
        text = self.source.text
        for name, value in attributes.items():
            while text[at] in " \t\r\n":
                at += 1
            start = at
            while text[at] not in _NAME_ENDS:
                at += 1
            key = Key(f"@{name}", self.source.span(start, at))
            while text[at] not in "\"'":
                at += 1
            quote, first = text[at], at + 1
            at = text.index(quote, first)
            span = self.source.span(first, at)
            element.items.append((key, ScalarNode(value, span, text[first:at], quote)))
            at += 1
        return at

    def _here(self) -> int:
        """Character offset of the event."""
        index = self.parser.CurrentByteIndex
        if self.ascii:
            return int(index) + self.shift
        known, characters = self._known
        if index < known:
            known, characters = 0, 0
        characters += len(self.data[known:index].decode("utf-8", "surrogatepass"))
        self._known = (index, characters)
        return characters + self.shift
