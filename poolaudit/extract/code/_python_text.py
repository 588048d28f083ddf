"""Where Python syntax stands in the text: nodes to spans, string expressions to tokens.

In: a `Source` and nodes of the standard `ast` (lines from 1, columns in UTF-8 bytes). Out: spans in characters.
String tokens are found again in the text, because `ast` gives a string expression as a whole, and before Python 3.12
places the inside of an f-string wrongly (https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals).
"""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text or a replacement field inside one string token; offsets into the file's text."""

    start: int
    """First character of the text, or of the field's expression."""
    end: int
    field: bool = False


@dataclass(frozen=True, slots=True)
class StringToken:
    """One token of a string expression: `rb"…"`."""

    prefix: str
    """Lower case."""
    quote: str
    start: int
    """First character inside the quotes."""
    end: int
    parts: tuple[Part, ...]


class Locator:
    """Turns node positions into spans of one source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self._starts = source.line_starts()
        self._ascii = source.text.isascii()
        self._path = source.path

    def offset(self, line: int, byte_column: int) -> int:
        """Character offset of a position of `ast`."""
        start = self._starts[line - 1]
        if self._ascii:
            return start + byte_column
        if line == 1 and self.text.startswith(BOM):
            start += 1
        piece = self.text[start : start + byte_column]
        if piece.isascii():
            return start + byte_column
        return start + len(piece.encode()[:byte_column].decode())

    def range(self, node: ast.expr | ast.stmt | ast.arg) -> tuple[int, int]:
        """Offsets of the first character and of the one after the last."""
        return (
            self.offset(node.lineno, node.col_offset),
            self.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset),
        )

    def span(self, node: ast.expr | ast.stmt | ast.arg) -> Span:
        """The whole node."""
        line, end_line = node.lineno, node.end_lineno or node.lineno
        start, end = self.range(node)
        starts = self._starts
        return Span(
            self._path, start, end - start, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1
        )  # fmt: skip

    def tokens(self, node: ast.expr) -> list[StringToken]:
        """The string tokens of a string constant or f-string, in order."""
        start, end = self.range(node)
        return list(_tokens(self.text, start, end))

    def inner(self, node: ast.expr) -> Span:
        """Text inside the quotes; the whole expression when it is made of several tokens."""
        start, end = self.range(node)
        text = self.text
        at = start
        while text[at] not in "'\"":
            at += 1
        width = 3 if text[at : at + 3] in ('"""', "'''") else 1
        quote = text[at : at + width]
        body = (at + width, end - width)
        if quote in text[body[0] : body[1]] and len(list(_tokens(text, start, end))) > 1:
            return self.source.span(start, end)
        return self.source.span(*body)

    def relocated(self, start: int, end: int) -> ast.expr | None:
        """The expression at `start`..`end` parsed anew with its true positions; None when it does not stand alone."""
        line, column = self.source.position(start)
        line_start = self._starts[line - 1]
        shift = len(self.text[line_start : line_start + column - 1].removeprefix(BOM).encode()) - 1
        try:
            tree = parse(f"({self.text[start:end]})", "eval")
        except (SyntaxError, ValueError):
            return None
        assert isinstance(tree, ast.Expression)  # noqa: S101  # what mode `eval` returns
        for node in ast.walk(tree.body):
            if isinstance(node, (ast.expr, ast.keyword)):
                if node.lineno == 1:
                    node.col_offset += shift
                if node.end_lineno == 1 and node.end_col_offset is not None:
                    node.end_col_offset += shift
                node.lineno += line - 1
                node.end_lineno = (node.end_lineno or 1) + line - 1
        return tree.body


def parse(text: str, mode: str = "exec") -> ast.AST:
    """`ast.parse` without the warnings that old escapes raise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile(text, "<source>", mode, ast.PyCF_ONLY_AST, dont_inherit=True)


def decode(raw: str, token: StringToken) -> str:
    """The characters that `raw`, a run of text of `token`, stands for."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if "f" in token.prefix:
        text = text.replace("{{", "{").replace("}}", "}")
    if "\\" not in text or "r" in token.prefix:
        return text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return str(ast.literal_eval(token.quote + text + token.quote))
    except (SyntaxError, ValueError):  # a backslash before a replacement field stands for itself
        return text


def _tokens(text: str, start: int, end: int) -> Iterator[StringToken]:
    at = start
    while at < end:
        char = text[at]
        if char == "#":
            at = _line_end(text, at)
        elif char in "'\"" or char.isalpha():
            token, at = _token(text, at)
            yield token
        else:  # white space, line continuation, parentheses around the tokens
            at += 1


def _token(text: str, at: int) -> tuple[StringToken, int]:
    begin = at
    while text[at] not in "'\"":
        at += 1
    prefix = text[begin:at].lower()
    width = 3 if text[at : at + 3] in ('"""', "'''") else 1
    quote = text[at : at + width]
    start = at + width
    if "f" in prefix or "t" in prefix:
        parts, end = _template(text, start, quote, raw="r" in prefix)
        return StringToken(prefix, quote, start, end, parts), end + width
    end = _plain_end(text, start, quote)
    return StringToken(prefix, quote, start, end, (Part(start, end),)), end + width


def _plain_end(text: str, at: int, quote: str) -> int:
    while True:
        end = text.index(quote, at)
        escape = text.find("\\", at, end)
        if escape < 0:
            return end
        at = escape + 2


def _template(text: str, start: int, quote: str, *, raw: bool) -> tuple[tuple[Part, ...], int]:
    parts: list[Part] = []
    at = begin = start
    while not text.startswith(quote, at):
        char = text[at]
        if char == "\\" and not raw and text.startswith("\\N{", at):
            at = text.index("}", at) + 1
        elif char == "\\" and text[at + 1] not in "{}":
            at += 2
        elif char == "{" and text[at + 1] != "{":
            parts.append(Part(begin, at))
            field, at = _field(text, at + 1)
            parts.append(field)
            begin = at
        else:
            at += 2 if char in "{}" else 1
    parts.append(Part(begin, at))
    return tuple(part for part in parts if part.field or part.end > part.start), at


def _field(text: str, start: int) -> tuple[Part, int]:
    """The replacement field whose expression starts at `start`, and the offset after its closing brace."""
    at, depth = start, 0
    while True:
        char = text[at]
        if char in "'\"":
            at = _nested(text, at)
            continue
        if char == "#":
            at = _line_end(text, at)
            continue
        if char in "([{":
            depth += 1
        elif depth and char in ")]}":
            depth -= 1
        elif not depth and (char in "}:" or (char == "!" and text[at + 1] != "=") or _is_debug(text, at)):
            break
        at += 1
    end = at
    while text[at] not in "}:":  # `=`, `!r`
        at += 1
    if text[at] == ":":
        at += 1
        while text[at] != "}":
            at = _field(text, at + 1)[1] if text[at] == "{" else at + 1
    return Part(start, end, field=True), at + 1


def _nested(text: str, at: int) -> int:
    begin = at
    while text[begin - 1].lower() in "rbfut":
        begin -= 1
    return _token(text, begin)[1]


def _is_debug(text: str, at: int) -> bool:
    if text[at] != "=" or text[at - 1] in "=!<>" or text[at + 1] == "=":
        return False
    after = at + 1
    while text[after].isspace():
        after += 1
    return text[after] in "}!:"


def _line_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in "\r\n":
        at += 1
    return at
