"""INI files. In: a `Source`. Out: a `SettingsDocument` with one mapping: sections, and entries that stand before any.

Grammar: Python's configparser with its defaults: `key = value` or `key: value`, whole-line comments with `#` and `;`, values
continued by deeper indentation. Unlike it, keys keep their case, repeated sections and keys stand twice, and nothing is
interpolated or inherited from `[DEFAULT]`. Inline comments are part of the value, as configparser reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, Node, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source


def read(source: Source) -> SettingsDocument:
    """Read all sections. Raises `UnreadError` with the line for one that is neither section, entry, comment nor continuation."""
    root: list[tuple[Key, Node]] = []
    section: list[tuple[Key, Node]] = root
    heads: list[tuple[Key, list[tuple[Key, Node]], int]] = []
    indent = -1
    below = 0
    starts = source.line_starts()
    for number, (start, after) in enumerate(zip(starts, (*starts[1:], len(source.text)), strict=True), 1):
        line = source.text[start:after].rstrip()
        line = " " + line[1:] if start == 0 and line.startswith("\ufeff") else line
        body = line.lstrip()
        if not body or body[0] in "#;":
            continue
        at = start + len(line) - len(body)
        deeper = at - start > indent >= 0
        if deeper and section:
            below = at + len(body)
            continue
        below = _close(source, section, below)
        if body.startswith("[") and "]" in body:
            name = body[1 : body.rindex("]")]
            section, indent = [], -1
            heads.append((Key(name, source.span(at + 1, at + 1 + len(name))), section, at + len(body)))
        else:
            section.append(_entry(source, at, body, number))
            indent = at - start
    _close(source, section, below)
    items = [*root, *((key, _section(source, key, entries, end)) for key, entries, end in heads)]
    return SettingsDocument("ini", (MappingNode(tuple(items), source.span(0, len(source.text))),))


FORMAT = Format("ini", ("*.ini", "*.cfg", "supervisord.conf"), read)


def _entry(source: Source, at: int, body: str, number: int) -> tuple[Key, Node]:
    cut = min((place for place in (body.find("="), body.find(":")) if place >= 0), default=-1)
    if cut == 0:
        raise UnreadError(f"not INI: an entry without a name, line {number}")
    name = (body if cut < 0 else body[:cut]).rstrip()
    value = "" if cut < 0 else body[cut + 1 :].lstrip()
    start = at + len(body) - len(value)
    # a name alone (`skip-networking`) is an entry without a value
    node = ScalarNode(None if cut < 0 else value, source.span(start, start + len(value)), value)
    return Key(name, source.span(at, at + len(name))), node


def _close(source: Source, section: list[tuple[Key, Node]], below: int) -> int:
    """Give the last entry the lines down to `below` (0 for none), without indentation and comments, joined by line ends."""
    if below and section:
        key, node = section[-1]
        start, prefix = node.span.offset, ""
        if node.span.length == 0:
            start, prefix = below - len(source.text[start:below].lstrip()), "\n"
        raw = source.text[start:below]
        lines = [line.strip() for line in raw.splitlines()]
        text = prefix + "\n".join(line for line in lines if line[:1] not in ("#", ";"))
        section[-1] = (key, ScalarNode(text, source.span(start, below), raw))
    return 0


def _section(source: Source, key: Key, entries: list[tuple[Key, Node]], end: int) -> MappingNode:
    last = max([end, *(value.span.end for _, value in entries)])
    return MappingNode(tuple(entries), source.span(key.span.offset - 1, last))
