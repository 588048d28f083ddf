r"""Option files of MySQL and MariaDB (`my.cnf`). In: a `Source`. Out: a `SettingsDocument` with one mapping: groups of options.

Grammar: `search_default_file_with_ext` of `mysys/my_default.cc` (https://github.com/mysql/mysql-server at 8.0) and
https://dev.mysql.com/doc/refman/8.4/en/option-files.html, read 2026-11-21; observed on MariaDB 10.11. Lines beginning with `#` or
`;` are comments, a `#` outside of quotes ends a line, a value may stand in quotes and have escapes (`\t`, `\s`), `!include` and
`!includedir` name more files and stand in the mapping under their own names. An option before the first group stops the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.template_marks import expression, is_directive
from poolaudit.extract.settings.tree import Key, MappingNode, Node, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

INCLUDES = ("!includedir", "!include")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "r": "\r", "\\": "\\", "s": " ", '"': '"', "'": "'"}


def read(source: Source) -> SettingsDocument:
    """Read all groups. Raises `UnreadError` with the line for an option before the first group, or a group without its end."""
    root: list[tuple[Key, Node]] = []
    group: list[tuple[Key, Node]] | None = None
    heads: list[tuple[Key, list[tuple[Key, Node]]]] = []
    starts = source.line_starts()
    for number, (start, after) in enumerate(zip(starts, (*starts[1:], len(source.text)), strict=True), 1):
        line = source.text[start:after].lstrip("\ufeff" if start == 0 else "")
        body = line.strip()
        at = after - len(line.lstrip())
        if not body or body[0] in "#;" or is_directive(body):
            continue
        if body.startswith("["):
            name = body[1:].partition("]")[0]
            if "]" not in body:
                raise UnreadError(f"not an option file: a group without its end, line {number}")
            group = []
            heads.append((Key(name.rstrip(), source.span(at + 1, at + 1 + len(name.rstrip()))), group))
        elif body.startswith("!"):
            include = next((each for each in INCLUDES if body.startswith(each)), "")
            if include:
                path = body[len(include) :].strip()
                place = at + len(body) - len(path)
                root.append((Key(include, source.span(at, at + len(include))), _scalar(source, place, path)))
        elif group is None:
            raise UnreadError(f"not an option file: an option before the first group, line {number}")
        else:
            group.append(_option(source, at, _without_comment(body)))
    items = [*root, *((key, _group(source, key, options)) for key, options in heads)]
    return SettingsDocument("mysql_cnf", (MappingNode(tuple(items), source.span(0, len(source.text))),))


def _without_comment(body: str) -> str:
    """The line up to a `#` outside of quotes."""
    quote, escaped = "", False
    for index, letter in enumerate(body):
        if letter in "'\"" and not escaped and quote in ("", letter):
            quote = "" if quote else letter
        if letter == "#" and not quote:
            return body[:index].rstrip()
        escaped = quote != "" and letter == "\\" and not escaped
    return body


def _option(source: Source, at: int, body: str) -> tuple[Key, Node]:
    name, equals, rest = body.partition("=")
    key = Key(name.rstrip(), source.span(at, at + len(name.rstrip())))
    if not equals:
        end = at + len(body)
        return key, ScalarNode(None, source.span(end, end), "")
    value = rest.strip()
    return key, _scalar(source, at + len(name) + 1 + len(rest) - len(rest.lstrip()), value)


def _scalar(source: Source, start: int, text: str) -> ScalarNode:
    quote = text[0] if len(text) > 1 and text[0] in "'\"" and text[-1] == text[0] else ""
    raw = text[1:-1] if quote else text
    start += len(quote)
    span = source.span(start, start + len(raw))
    return ScalarNode(_unescape(raw), span, raw, quote, expression(raw))


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    found, at = [], 0
    while at < len(text):
        pair = text[at : at + 2]
        one = _ESCAPES.get(pair[1:]) if pair[0] == "\\" else pair[0]
        found.append(pair if one is None else one)
        at += 1 if pair[0] != "\\" else 2
    return "".join(found)


def _group(source: Source, key: Key, options: list[tuple[Key, Node]]) -> MappingNode:
    last = max([key.span.end + 1, *(max(name.span.end, value.span.end) for name, value in options)])
    return MappingNode(tuple(options), source.span(key.span.offset - 1, last))


FORMAT = Format("mysql_cnf", ("my.cnf", "my.ini", "*.cnf", "*.cnf.*"), read)
