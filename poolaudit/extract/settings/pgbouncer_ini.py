"""PgBouncer's own file, read as PgBouncer reads it; other ini readers differ in almost every line.

In: a `Source`. Out: a `PgbouncerDocument`, the neutral tree together with every statement in file order.
Grammar: https://github.com/pgbouncer/pgbouncer `lib/usual/cfparser.c` (`parse_ini_file_internal`) and `src/loader.c`
(`cstr_get_pair`) at 13a344f2, read 2026-11-20. There are no inline comments, no continuation lines and no quotes round values;
a line feed alone ends a line.
The reader goes on after a line that PgBouncer refuses, so that a report can name them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass
from poolaudit.extract.base import Format
from poolaudit.extract.settings.template_marks import expression
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node

SPACES = " \t\n\v\f\r"
"""What C's isspace() takes for white space."""
_BLANKS = " \t"
_KEY = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-*")
_INCLUDE = "%include"


@dataclass(frozen=True, slots=True)
class Section:
    """`[name]`; the offsets are those of the name."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """`key = value`, with the section that it stands in; None before any."""

    section: str | None
    key: str
    key_start: int
    value: str
    start: int
    """Offset of the value."""
    quoted: bool = False
    """The key stands in single quotes, which releases before 1.25.0 refuse."""

    @property
    def key_end(self) -> int:
        """Offset after the key."""
        return self.key_start + len(self.key)

    @property
    def end(self) -> int:
        """Offset after the value."""
        return self.start + len(self.value)


@dataclass(frozen=True, slots=True)
class Include:
    """`%include path`; the offsets are those of the path."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that stops the reading: the line without surrounding white space."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset after the last character that is not white space."""
        return self.start + len(self.text)


Statement = Union[Section, Assignment, Include, Malformed]


@dataclass(frozen=True, slots=True)
class PgbouncerDocument(SettingsDocument):
    """The tree (section → key → text) and the statements that it was made of."""

    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """One `key=value` of a connection string; offsets count from the beginning of that string."""

    key: str
    key_start: int
    value: str
    """Without quotes, doubled quotes halved."""
    start: int
    end: int
    """The value as written, without the surrounding quotes."""
    quoted: bool = False


def read(source: Source) -> PgbouncerDocument:
    """Read one file; never fails, because what PgBouncer refuses is what there is to report."""
    found = tuple(statements(source.text))
    tree: list[tuple[Key, list[tuple[Key, Node]]]] = []
    for each in found:
        if isinstance(each, Section):
            tree.append((Key(each.name, source.span(each.start, each.end)), []))
        elif isinstance(each, Assignment) and tree:
            value = ScalarNode(each.value, source.span(each.start, each.end), each.value, template=expression(each.value))
            tree[-1][1].append((Key(each.key, source.span(each.key_start, each.key_end)), value))
    whole = source.span(0, len(source.text))
    sections: list[tuple[Key, Node]] = [(key, MappingNode(tuple(items), key.span)) for key, items in tree]
    return PgbouncerDocument(FORMAT.name, (MappingNode(tuple(sections), whole),), found)


def statements(text: str, *, quoted_keys: bool = True) -> Iterator[Statement]:
    """Each statement of a file in order. `quoted_keys`: as releases from 1.25.0 on read."""
    text = text.partition("\0")[0]
    at, size = 0, len(text)
    section: str | None = None
    while True:
        at = _skip(text, at, SPACES)
        if at >= size:
            return
        first = text[at]
        if text.startswith(_INCLUDE, at) and text[at + len(_INCLUDE) : at + len(_INCLUDE) + 1] in (" ", "\t"):
            start = _skip(text, at + len(_INCLUDE), _BLANKS)
            line_end = _line_end(text, start)
            path = text[start:line_end].rstrip(SPACES)
            yield Include(path, start, start + len(path))
            at = line_end
        elif first in "#;":
            at = _line_end(text, at)
        elif first == "[":
            close = text.find("]", at, _line_end(text, at))
            if close < 0:
                yield _malformed(text, at)
                at = _line_end(text, at)
                continue
            section = text[at + 1 : close]
            yield Section(section, at + 1, close)
            at = close + 1
        else:
            read_one = _assignment(text, at, section, quoted_keys=quoted_keys)
            yield read_one or _malformed(text, at)
            at = _line_end(text, read_one.end if read_one else at)


def pairs(text: str) -> tuple[tuple[Pair, ...], int | None]:
    """The pairs of a connection string, and the offset of the first one that PgBouncer cannot read, None when all are fine."""
    found: list[Pair] = []
    at = _skip(text, 0, " ")
    while at < len(text):
        start = end = at
        while end < len(text) and text[end] not in "= ":
            end += 1
        equals = _skip(text, end, " ")
        if text[equals : equals + 1] != "=" or start == end:
            return tuple(found), start
        at = _skip(text, equals + 1, " ")
        quoted = text[at : at + 1] == "'"
        if quoted:
            at += 1
            close = _closing(text, at)
            if close is None:
                return tuple(found), start
            value, value_end, after = text[at:close].replace("''", "'"), close, close + 1
        else:
            value_end = text.find(" ", at)
            value_end = value_end if value_end >= 0 else len(text)
            value, after = text[at:value_end], value_end
        if not value:
            return tuple(found), start
        found.append(Pair(text[start:end], start, value, at, value_end, quoted))
        at = _skip(text, after + 1, " ")  # PgBouncer drops one character after the value, whatever it is
    return tuple(found), None


def _assignment(text: str, at: int, section: str | None, *, quoted_keys: bool) -> Assignment | None:
    quoted = quoted_keys and text[at] == "'"
    if quoted:
        at += 1
        key_end = text.find("'", at)
        if key_end <= at:
            return None
    else:
        key_end = at
        while key_end < len(text) and text[key_end] in _KEY:
            key_end += 1
    equals = _skip(text, key_end + quoted, _BLANKS)
    if text[equals : equals + 1] != "=":
        return None
    start = _skip(text, equals + 1, _BLANKS)
    value = text[start : _line_end(text, start)].rstrip(SPACES)
    return Assignment(section, text[at:key_end], at, value, start, quoted)


def _malformed(text: str, at: int) -> Malformed:
    return Malformed(text[at : _line_end(text, at)].rstrip(SPACES), at)


def _closing(text: str, at: int) -> int | None:
    """Offset of the quote that ends a value, or None."""
    while True:
        at = text.find("'", at)
        if at < 0:
            return None
        if text[at + 1 : at + 2] != "'":
            return at
        at += 2


def _skip(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


FORMAT = Format("pgbouncer_ini", ("pgbouncer*.ini", "pgbouncer*.ini.*", "*pgbouncer*/*.ini"), read)
