"""Where calls, dict displays and their entries stand in Python source. In: text. Out: containers with offsets, by libcst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolaudit._records import dataclass
from poolaudit.discover.source import Source

if TYPE_CHECKING:
    import libcst as cst

LIMIT = 2_000_000
"""Characters of a file that is edited; libcst needs about a second for 700,000."""
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Refused(Exception):  # noqa: N818  # it is an answer, not a fault
    """A change that is not safe to make; `str()` is one line that says why, free of file content but for names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One argument of a call, or one pair of a dict display; offsets are characters of the file."""

    name: str
    """Keyword or constant key; empty for a positional argument or a key that is no constant text."""
    start: int
    end: int
    value_start: int
    value_end: int
    comma_end: int
    """Offset after the comma that follows; 0 when there is none."""
    value: cst.BaseExpression


@dataclass(frozen=True, slots=True)
class Container:
    """A call or a dict display."""

    kind: str
    """`call` or `dict`."""
    inside: int
    """Offset after its opening bracket."""
    end: int
    """Offset of its closing bracket."""
    entries: tuple[Entry, ...]
    hidden: str
    """What may hold more entries: `**options`; empty when all are seen."""
    quote: str
    """Quote of its keys."""
    callee: str
    """What is called, as written; empty for a dict."""

    def entry(self, name: str) -> Entry | None:
        """The last entry of that name."""
        return next((each for each in reversed(self.entries) if each.name == name), None)

    def assign(self, name: str, value: str) -> str:
        """Source text of a new entry."""
        return f"{name}={value}" if self.kind == "call" else f"{self.quote}{name}{self.quote}: {value}"


class PythonFile:
    """Source text with the places of its calls and dict displays; raises `Refused` when libcst cannot read it."""

    def __init__(self, text: str) -> None:
        """Parse `text`, which may begin with a byte order mark."""
        import libcst as cst  # noqa: PLC0415  # costs 170 ms, and only a fix needs it
        from libcst.metadata import MetadataWrapper, PositionProvider  # noqa: PLC0415

        if len(text) > LIMIT:
            raise Refused("the file is too long to be edited")
        self.text = text
        self._shift = len(text) - len(text.removeprefix(_BOM))
        try:
            self._wrapper = MetadataWrapper(cst.parse_module(text[self._shift :]), unsafe_skip_copy=True)
            self._positions = self._wrapper.resolve(PositionProvider)
        except (cst.ParserSyntaxError, RecursionError, MemoryError) as error:
            raise Refused("libcst cannot read the file") from error
        self._module = self._wrapper.module
        self._starts = Source("", text[self._shift :]).line_starts()
        self._places: dict[tuple[int, int], Any] = {
            self._span(node): node for node in self._positions if isinstance(node, (cst.Call, cst.Dict))
        }

    def container(self, start: int, end: int) -> Container:
        """The call or dict display that stands exactly between two offsets."""
        node = self._places.get((start, end))
        if node is None:
            raise Refused("there is no call at this place any more")
        return self._container(node)

    def mapping(self, entry: Entry, name: str) -> Container:
        """The dict display, or call of `dict`, that is the value of an entry."""
        import libcst as cst  # noqa: PLC0415

        node = entry.value
        if isinstance(node, cst.Dict) or (
            isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "dict"
        ):
            return self._container(node)
        raise Refused(f"{name} is not written out here")

    def in_scope(self, value: str, container: Container) -> str:
        """`value` with the class that it begins with (`ConnectionPool.check`) spelled as this file spells the callee."""
        name, dot, rest = value.partition(".")
        if not dot or not name.isidentifier():
            return value
        path = container.callee.split(".")
        if path[-1] == name or name in self._aliases(path[-1]):
            return f"{container.callee}.{rest}"
        if name in self._aliases(name):
            return value
        raise Refused(f"{name} is not imported here")

    def _aliases(self, local: str) -> set[str]:
        """Names that `from … import name as local` gives to `local`."""
        import libcst as cst  # noqa: PLC0415

        found: set[str] = set()
        for node in self._positions:
            if isinstance(node, cst.ImportAlias):
                known = node.asname.name.value if node.asname and isinstance(node.asname.name, cst.Name) else node.evaluated_name
                if known == local:
                    found.add(node.evaluated_name)
        return found

    def _container(self, node: cst.Call | cst.Dict) -> Container:
        import libcst as cst  # noqa: PLC0415

        start, end = self._span(node)
        if isinstance(node, cst.Dict):
            return self._dict(node, start, end)
        inside = self.text.index("(", self._outer(node.func)[1]) + 1
        entries: list[Entry] = []
        hidden = ""
        for argument in node.args:
            at = self._span(argument.value)
            if argument.star:
                hidden = argument.star + (argument.value.value if isinstance(argument.value, cst.Name) else "…")
            keyword = argument.keyword.value if argument.keyword else ""
            first = self._span(argument.keyword)[0] if argument.keyword else self._outer(argument.value)[0] - len(argument.star)
            last = self._outer(argument.value)[1]
            entries.append(Entry(keyword, first, last, *at, self._comma(argument.comma, last), argument.value))
        callee = self._module.code_for_node(node.func)
        return Container("call", inside, end - 1, tuple(entries), hidden, '"', callee)

    def _dict(self, node: cst.Dict, start: int, end: int) -> Container:
        import libcst as cst  # noqa: PLC0415

        entries: list[Entry] = []
        hidden, quote = "", ""
        for element in node.elements:
            at, (first, last) = self._span(element.value), self._outer(element.value)
            name = ""
            if isinstance(element, cst.DictElement):
                first = self._outer(element.key)[0]
                if isinstance(element.key, cst.SimpleString) and isinstance(element.key.evaluated_value, str):
                    name, quote = element.key.evaluated_value, quote or element.key.quote
                else:
                    hidden = "a computed key"
            else:
                hidden = "**…"
                first = self.text.rindex("**", 0, first)
            entries.append(Entry(name, first, last, *at, self._comma(element.comma, last), element.value))
        return Container("dict", start + 1, end - 1, tuple(entries), hidden, quote[:1] or '"', "")

    def _comma(self, comma: cst.Comma | cst.MaybeSentinel, after: int) -> int:
        import libcst as cst  # noqa: PLC0415

        return self._span(comma)[1] if isinstance(comma, cst.Comma) and after else 0

    def _span(self, node: cst.CSTNode) -> tuple[int, int]:
        place = self._positions[node]
        return self._offset(place.start.line, place.start.column), self._offset(place.end.line, place.end.column)

    def _outer(self, node: cst.BaseExpression) -> tuple[int, int]:
        """Span of an expression with the parentheses around it."""
        if not node.lpar:
            return self._span(node)
        from libcst.metadata import WhitespaceInclusivePositionProvider  # noqa: PLC0415

        place = self._wrapper.resolve(WhitespaceInclusivePositionProvider)[node]
        return self._offset(place.start.line, place.start.column), self._offset(place.end.line, place.end.column)

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column + self._shift
