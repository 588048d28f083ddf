"""TOML files. In: a `Source`. Out: a `SettingsDocument` with one mapping.

Grammar: TOML 1.0. `tomllib` (`tomli` before Python 3.11) judges the text; a scanner that may then trust it finds the places.
Dates and times are text. A table written in parts is one mapping whose span covers all of them.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from poolaudit._records import dataclass
from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, Node, ScalarNode, SequenceNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

MAX_DEPTH = 100
_KEY_PARTS = 200
"""Parts of a dotted key in one line. `tomllib` needs memory by the square of them, so they are counted before it is asked."""


def read(source: Source) -> SettingsDocument:
    """Read the file. Raises `UnreadError` with the parser's place for text that is not TOML, and past `MAX_DEPTH` levels."""
    toml = _parser()
    text = source.text.removeprefix("\ufeff")
    if any(_long_key(line) for line in text.splitlines() if line.count(".") > _KEY_PARTS):
        raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
    try:
        toml.loads(text)
    except toml.TOMLDecodeError as error:
        line = str(error).rpartition("(at ")[2].removesuffix(")")
        raise UnreadError(f"not TOML, {line}" if "line" in line else "not TOML") from None
    except ValueError:  # an integer of more digits than Python converts
        raise UnreadError("not TOML: a number is too long") from None
    except RecursionError:
        raise UnreadError("nested too deeply") from None
    scanner = _Scanner(source, toml, len(source.text) - len(text))
    return SettingsDocument("toml", (_node(source, scanner.table()),))


FORMAT = Format("toml", ("*.toml", "Pipfile"), read)


def _long_key(line: str) -> bool:
    """Whether a line has a dotted key of too many parts; dots in prose and rows of dots are none."""
    pieces = "".join("\n" if sign in ",=[]{}" else sign for sign in line).split("\n")
    return any(sum(_is_key(part.strip(" \t")) for part in piece.split(".")) > _KEY_PARTS for piece in pieces)


def _is_key(part: str) -> bool:
    return part.startswith(('"', "'")) or (part != "" and f"_{part}".replace("-", "_").isidentifier())


def _parser() -> Any:
    import sys  # noqa: PLC0415
    from importlib import import_module  # noqa: PLC0415 - by the first TOML file

    return import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")


@dataclass(slots=True)
class _Table:
    """A mapping under construction; `places` are what its span must cover."""

    entries: dict[str, tuple[Key, _Table | list[_Table] | Node]] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)


def _node(source: Source, value: _Table | list[_Table] | Node) -> Node:
    if isinstance(value, _Table):
        items = tuple((key, _node(source, inner)) for key, inner in value.entries.values())
        return MappingNode(items, source.span(min(value.places), max(value.places)))
    if isinstance(value, list):
        places = [place for table in value for place in table.places]
        return SequenceNode(tuple(_node(source, table) for table in value), source.span(min(places), max(places)))
    return value


@dataclass(slots=True)
class _Scanner:
    source: Source
    toml: Any
    at: int

    def table(self) -> _Table:
        """The root table."""
        root = current = _Table(places=[0, len(self.source.text)])
        text = self.source.text
        while self._skip("\r\n"):
            if text[self.at] == "[":
                start, many = self.at, text.startswith("[[", self.at)
                self.at += 2 if many else 1
                current = self._header(root, self._path(), many=many)
                self.at = text.index("]", self.at) + (2 if many else 1)
                current.places += [start, self.at]
            else:
                self._assignment(current, 0)
        return root

    def _header(self, root: _Table, path: list[Key], *, many: bool) -> _Table:
        table = root
        for key in path[:-1]:
            table = self._inner(table, key)
        if not many:
            return self._inner(table, path[-1])
        known = table.entries.setdefault(path[-1].name, (path[-1], []))[1]
        fresh = _Table()
        if isinstance(known, list):
            known.append(fresh)
        return fresh

    def _inner(self, table: _Table, key: Key) -> _Table:
        """The table under a key; of an array of tables, the last one."""
        if key.name not in table.entries:
            table.entries[key.name] = (key, _Table(places=[key.span.offset, key.span.end]))
        known = table.entries[key.name][1]
        inner = known[-1] if isinstance(known, list) else known
        return inner if isinstance(inner, _Table) else _Table(places=[key.span.offset])

    def _assignment(self, table: _Table, depth: int) -> None:
        path = self._path()
        for key in path[:-1]:
            inner = self._inner(table, key)
            table.places.append(key.span.end)
            table = inner
        self.at += 1
        self._skip("")
        value = self._value(depth)
        table.entries[path[-1].name] = (path[-1], value)
        table.places += [path[-1].span.offset, self.at]

    def _skip(self, also: str) -> bool:
        """Pass blanks, comments and the characters of `also`; whether any text is left."""
        text = self.source.text
        while self.at < len(text):
            if text[self.at] == "#":
                end = text.find("\n", self.at)
                self.at = len(text) if end < 0 else end
                if not also:
                    return True
            elif text[self.at] in " \t" or text[self.at] in also:
                self.at += 1
            else:
                return True
        return False

    def _path(self) -> list[Key]:
        """A dotted key; the offset ends at the `=` or `]` behind it."""
        text, keys = self.source.text, []
        while True:
            self._skip("")
            start = self.at
            if text[start] in "\"'":
                end = self._quoted_end(start)
                name = str(self.toml.loads(f"x={text[start:end]}")["x"])
                keys.append(Key(name, self.source.span(start + 1, end - 1)))
            else:
                end = start
                while text[end].isalnum() or text[end] in "_-":
                    end += 1
                keys.append(Key(text[start:end], self.source.span(start, end)))
            self.at = end
            self._skip("")
            if text[self.at] != ".":
                return keys
            self.at += 1

    def _quoted_end(self, start: int) -> int:
        """Offset after the string that starts at `start`."""
        text, quote = self.source.text, self.source.text[start]
        if text.startswith(quote * 3, start):
            at = start + 3
            while not text.startswith(quote * 3, at):
                at += 2 if text[at] == "\\" and quote == '"' else 1
            while text.startswith(quote * 4, at):
                # up to two quotes may stand before the closing three
                at += 1
            return at + 3
        at = start + 1
        while text[at] != quote:
            at += 2 if text[at] == "\\" and quote == '"' else 1
        return at + 1

    def _value(self, depth: int) -> Node:
        if depth >= MAX_DEPTH:
            raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
        start, text = self.at, self.source.text
        if text[start] in "\"'":
            self.at = self._quoted_end(start)
            quotes = 3 if text.startswith(text[start] * 3, start) else 1
            span = self.source.span(start + quotes, self.at - quotes)
            return ScalarNode(
                self.toml.loads(f"x={text[start : self.at]}")["x"], span, self.source.at(span), text[start] * quotes
            )
        if text[start] == "[":
            return self._array(depth)
        if text[start] == "{":
            return self._inline(depth)
        while self.at < len(text) and text[self.at] not in ",]}#\r\n":
            self.at += 1
        raw = text[start : self.at].rstrip()
        self.at = start + len(raw)
        value = self.toml.loads(f"x={raw}")["x"]
        scalar = value if isinstance(value, (bool, int, float)) else raw
        return ScalarNode(scalar, self.source.span(start, self.at), raw)

    def _array(self, depth: int) -> SequenceNode:
        start = self.at
        elements: list[Node] = []
        self.at += 1
        while True:
            self._skip("\r\n,")
            if self.source.text[self.at] == "]":
                self.at += 1
                return SequenceNode(tuple(elements), self.source.span(start, self.at))
            elements.append(self._value(depth + 1))

    def _inline(self, depth: int) -> Node:
        start = self.at
        table = _Table(places=[start])
        self.at += 1
        while True:
            self._skip("\r\n,")
            if self.source.text[self.at] == "}":
                self.at += 1
                table.places.append(self.at)
                return _node(self.source, table)
            self._assignment(table, depth + 1)
