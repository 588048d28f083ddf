"""PostgreSQL's own file, by the grammar of its lexer.

In: a `Source`. Out: a `PostgresqlDocument`, the neutral tree together with every statement in file order.
Grammar: `src/backend/utils/misc/guc-file.l` of https://github.com/postgres/postgres at REL_15 to REL_17, read 2026-11-20: one
`name [=] value` on a line, `#` comments anywhere outside of quotes, single quotes with doubled quotes and backslash escapes.
The reader goes on after a line that the server refuses, as the server itself does to report them all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass
from poolaudit.extract.base import Format
from poolaudit.extract.settings.template_marks import expression
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node

_VALUES = ("id", "string", "integer", "real", "unquoted")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_OCTAL_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Assignment:
    """`name = value`, also `include 'file'`."""

    name: str
    """As written; the server ignores case."""
    name_start: int
    value: str
    """Without quotes, escapes resolved."""
    start: int
    end: int
    """The value as written, without its quotes."""
    quoted: bool

    @property
    def name_end(self) -> int:
        """Offset after the name."""
        return self.name_start + len(self.name)


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that the server cannot read, with the token at which it stops."""

    start: int
    """Offset of the line's first token."""
    end: int
    """Offset of the end of the line, without white space."""
    token_start: int
    token: str
    """Empty at the end of the line."""


Statement = Union[Assignment, Malformed]


@dataclass(frozen=True, slots=True)
class PostgresqlDocument(SettingsDocument):
    """The tree (name in lower case → text) and the statements that it was made of."""

    statements: tuple[Statement, ...] = ()


def read(source: Source) -> PostgresqlDocument:
    """Read one file; never fails, because what the server refuses is what there is to report."""
    found = tuple(statements(source.text))
    items: list[tuple[Key, Node]] = []
    for each in found:
        if isinstance(each, Assignment):
            raw = source.text[each.start : each.end]
            value = ScalarNode(
                each.value, source.span(each.start, each.end), raw, "'" if each.quoted else "", expression(each.value)
            )
            items.append((Key(each.name.lower(), source.span(each.name_start, each.name_end)), value))
    return PostgresqlDocument(FORMAT.name, (MappingNode(tuple(items), source.span(0, len(source.text))),), found)


def statements(text: str) -> Iterator[Statement]:
    """Each statement of a file in order."""
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        tokens = list(_tokens(text, at, end))
        if tokens:
            yield _statement(text, tokens, end)
        at = end + 1


def _statement(text: str, tokens: list[tuple[str, int, int]], end: int) -> Statement:
    kind, start, name_end = tokens[0]
    broken = 0 if kind not in ("id", "qualified") else None
    at = 1
    if broken is None:
        at += len(tokens) > 1 and tokens[1][0] == "equals"
        if len(tokens) <= at or tokens[at][0] not in _VALUES:
            broken = at
        elif len(tokens) > at + 1:
            broken = at + 1
    if broken is not None:
        line_end = start + len(text[start:end].rstrip())
        if broken < len(tokens):
            _, token_start, token_end = tokens[broken]
            return Malformed(start, line_end, token_start, text[token_start:token_end])
        return Malformed(start, line_end, line_end, "")
    kind, value_start, value_end = tokens[at]
    name = text[start:name_end]
    if kind == "string":
        return Assignment(
            name, start, unescape(text[value_start + 1 : value_end - 1]), value_start + 1, value_end - 1, quoted=True
        )
    return Assignment(name, start, text[value_start:value_end], value_start, value_end, quoted=False)


def _tokens(text: str, at: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Tokens of one line: the longest match wins, of equal ones the first in this order."""
    while at < end:
        if text[at] in " \t\r":
            at += 1
        elif text[at] == "#":
            return
        else:
            best, size = "error", 1
            for kind, pattern in _rules():
                found = pattern.match(text, at, end)
                if found is not None and (found.end() - at > size or (best == "error" and found.end() > at)):
                    best, size = kind, found.end() - at
            yield best, at, at + size
            at += size


def unescape(text: str) -> str:
    """The characters inside quotes: a doubled quote is one, backslash escapes and octal codes are resolved."""
    if "\\" not in text and "''" not in text:
        return text
    parts, at = [], 0
    while at < len(text):
        one = text[at]
        at += 1
        if one == "'" and text[at : at + 1] == "'":
            at += 1
        elif one == "\\" and at < len(text):
            size = 0
            while size < _OCTAL_DIGITS and text[at + size : at + size + 1] in tuple("01234567"):
                size += 1
            one = chr(int(text[at : at + size], 8) & 0xFF) if size else _ESCAPES.get(text[at], text[at])
            at += size or 1
        parts.append(one)
    return "".join(parts)


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    letter, more = "[A-Za-z_\x80-\U0010ffff]", "[A-Za-z_0-9\x80-\U0010ffff]"
    word = f"{letter}{more}*"
    return tuple(
        (kind, re.compile(pattern))
        for kind, pattern in (
            ("id", word),
            ("qualified", rf"{word}\.{word}"),
            ("string", r"'(?:[^'\\\n]|\\[^\n]|'')*'"),
            ("unquoted", rf"{letter}(?:{more}|[-._:/])*"),
            ("integer", "[-+]?(?:0x[0-9a-fA-F]+|[0-9]+)[a-zA-Z]*"),
            ("real", r"[-+]?[0-9]*\.[0-9]*(?:[Ee][-+]?[0-9]+)?"),
            ("equals", "="),
        )
    )


FORMAT = Format("postgresql_conf", ("postgresql*.conf", "postgresql.conf.*", "postgresql.*.conf", "postgres*.conf"), read)
