"""The neutral shape of every configuration format: mappings, sequences and scalars, each with its span.

A format reader (`yaml.py`, `toml.py`, `dotenv.py` …) makes these; a surface gives them meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass
from poolaudit.facts.word import PlacedWord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value."""

    value: str | int | float | bool | None
    """The value in the format's own type system; text where the format has no types (ini, dotenv, properties)."""
    span: Span
    """The value without quotes."""
    raw: str
    """The characters at `span`, before unescaping."""
    quote: str = ""
    """`'`, `"`, `|`, `>` or empty: how it is written, where that changes what is expanded."""
    template: str = ""
    """Why the value is unknown until rendered: `{{ … }}`; empty for an ordinary value."""
    tag: str = ""
    """The application tag as written, where the format has them: `!reset`, `!Ref`; empty for the format's own types."""


@dataclass(frozen=True, slots=True)
class Key:
    """The name of an entry of a mapping."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Named entries in written order; a repeated key stands twice and `get` returns the last."""

    items: tuple[tuple[Key, Node], ...]
    span: Span
    tag: str = ""
    """As `ScalarNode.tag`."""

    def get(self, *path: str) -> Node | None:
        """The node under nested mapping keys, or None."""
        node: Node | None = self
        for name in path:
            if not isinstance(node, MappingNode):
                return None
            node = next((value for key, value in reversed(node.items) if key.name == name), None)
        return node

    def key(self, name: str) -> Key | None:
        """The last key called `name`."""
        return next((key for key, _ in reversed(self.items) if key.name == name), None)


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """Values in order."""

    elements: tuple[Node, ...]
    span: Span
    tag: str = ""
    """As `ScalarNode.tag`."""


Node = Union[ScalarNode, MappingNode, SequenceNode]


@dataclass(frozen=True, slots=True)
class SettingsDocument:
    """What a format reader returns: one tree per document of the file."""

    format: str
    """Name of the reader's module: `yaml`, `dotenv`."""
    roots: tuple[Node, ...]


def placed(node: ScalarNode, text: str) -> PlacedWord:
    """A scalar that reads as `text`, as a word of a command line, or as the line of which it can place the words."""
    return PlacedWord(text, node.span, node.raw)


def walk(node: Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], ScalarNode]]:
    """Each scalar with its key path; sequence positions are integers from 0."""
    if isinstance(node, ScalarNode):
        yield path, node
    elif isinstance(node, MappingNode):
        for key, value in node.items:
            yield from walk(value, (*path, key.name))
    else:
        for index, element in enumerate(node.elements):
            yield from walk(element, (*path, index))
