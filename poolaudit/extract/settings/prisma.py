"""Prisma schemas. In: a `Source`. Out: a `SettingsDocument` with one mapping: `datasource` and `generator` → name → keys.

Grammar: https://www.prisma.io/docs/orm/reference/prisma-schema-reference, read 2026-11-21. `env("NAME")` is a scalar that
holds NAME, with the tag `env`. Models and the other blocks say nothing about connections and are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, Node, ScalarNode, SequenceNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

_BLOCKS = frozenset({"datasource", "generator"})
_WORDS: dict[str, bool] = {"true": True, "false": False}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def read(source: Source) -> SettingsDocument:
    """Read the blocks, which end at the first line that begins with `}`. Raises `UnreadError` for one without an end."""
    items: list[tuple[Key, Node]] = []
    opened: tuple[str, Key, int, list[tuple[Key, Node]]] | None = None
    at = 0
    for line in source.text.splitlines(keepends=True):
        start, at = at, at + len(line)
        text = line[: _comment(line)].rstrip()
        bare = text.strip().lstrip("\ufeff")
        if opened is None:
            if bare.endswith("{") and bare.split()[0] in _BLOCKS:
                opened = _open(source, start, text)
        elif bare.startswith("}"):
            kind, key, first, entries = opened
            block = MappingNode(tuple(entries), source.span(first, start + line.index("}") + 1))
            items.append((Key(kind, key.span), MappingNode(((key, block),), block.span)))
            opened = None
        elif "=" in text:
            opened[3].append(_entry(source, start, text))
    if opened is not None:
        raise UnreadError(f"not a Prisma schema: {opened[0]} is not closed, line {source.position(opened[2])[0]}")
    return SettingsDocument("prisma", (MappingNode(tuple(items), source.span(0, len(source.text))),))


FORMAT = Format("prisma", ("*.prisma",), read)


def _open(source: Source, start: int, text: str) -> tuple[str, Key, int, list[tuple[Key, Node]]]:
    head = text.rstrip()[:-1]
    words = head.replace("\ufeff", " ").split()
    name = words[1] if len(words) > 1 else ""
    at = start + (head.rindex(name) if name else len(head))
    return words[0], Key(name, source.span(at, at + len(name))), start + head.index(words[0]), []


def _entry(source: Source, start: int, text: str) -> tuple[Key, Node]:
    equals = text.index("=")
    name = text[:equals].strip()
    at = start + text.index(name) if name else start
    first = equals + 1 + len(text[equals + 1 :]) - len(text[equals + 1 :].lstrip())
    return Key(name, source.span(at, at + len(name))), _value(source, start + first, start + len(text))


def _value(source: Source, start: int, end: int) -> Node:
    raw = source.text[start:end]
    if raw.startswith("[") and raw.endswith("]"):
        elements: list[Node] = []
        at = start + 1
        for part in raw[1:-1].split(","):
            lead = len(part) - len(part.lstrip())
            if part.strip():
                elements.append(_value(source, at + lead, at + lead + len(part.strip())))
            at += len(part) + 1
        return SequenceNode(tuple(elements), source.span(start, end))
    if raw.startswith("env(") and raw.endswith(")"):
        inner = raw[4:-1]
        lead = len(inner) - len(inner.lstrip())
        name = _value(source, start + 4 + lead, start + 4 + lead + len(inner.strip()))
        if isinstance(name, ScalarNode):
            return ScalarNode(name.value, name.span, name.raw, name.quote, tag="env")
    if len(raw) > 1 and raw[0] == raw[-1] == '"':
        span = source.span(start + 1, end - 1)
        return ScalarNode(_unescaped(raw[1:-1]), span, raw[1:-1], '"')
    return ScalarNode(_WORDS.get(raw, raw), source.span(start, end), raw)


def _unescaped(text: str) -> str:
    out, at = [], 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            out.append(_ESCAPES.get(text[at + 1], text[at + 1]))
            at += 2
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def _comment(line: str) -> int:
    """Where a comment begins that does not stand inside of a string; the length of the line when none does."""
    quoted, at = False, 0
    while at < len(line):
        if line[at] == "\\" and quoted:
            at += 1
        elif line[at] == '"':
            quoted = not quoted
        elif not quoted and line.startswith("//", at):
            return at
        at += 1
    return len(line)
