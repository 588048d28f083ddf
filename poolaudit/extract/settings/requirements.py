"""pip's requirements and constraints files (https://pip.pypa.io/en/stable/reference/requirements-file-format/, read 2026-11-20).

In: such a file. Out: one mapping, package name as written → version specifier as text (empty where there is none).
Options, paths and URLs name no version and are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def read(source: Source) -> SettingsDocument:
    """Every requirement of the file in order; text that is no requirement is passed over, as it holds no version."""
    items = tuple(_requirements(source))
    return SettingsDocument(FORMAT.name, (MappingNode(items, source.span(0, len(source.text))),))


def split(text: str) -> tuple[str, int, int] | None:
    """Name of a requirement (PEP 508) and the range of its version specifier; None for a path or URL.

    `redis[hiredis]>=5,<6; python_version > "3.8"` gives `redis` and the range of `>=5,<6`.
    """
    end = 0
    while end < len(text) and text[end] in _NAME:
        end += 1
    name, at = text[:end].rstrip("-_."), end
    at = _blanks(text, at)
    if at < len(text) and text[at] == "[":
        closing = text.find("]", at)
        if closing < 0:
            return None
        at = _blanks(text, closing + 1)
    stop = len(text)
    for mark in (";", " --", "\t--"):
        found = text.find(mark, at)
        stop = found if 0 <= found < stop else stop
    if not name or text[at : at + 1] in ("@", "/", "\\", ":"):
        return None
    if text[at : at + 1] == "(" and text[at:stop].rstrip().endswith(")"):
        at, stop = at + 1, at + text[at:stop].rstrip().rindex(")")
    while stop > at and text[stop - 1].isspace():
        stop -= 1
    if at < stop and text[at] not in "=<>~!":
        return None
    return name, at, stop


def _requirements(source: Source) -> Iterator[tuple[Key, ScalarNode]]:
    text = source.text
    continued = False
    for start, end in _lines(text):
        line = text[start:end]
        was_continued, continued = continued, line.rstrip().endswith("\\")
        if was_continued:  # hashes of the requirement above
            continue
        offset = start + (len(line) - len(line.lstrip(" \t\ufeff")))
        stop = start + len(_without_comment(line).rstrip().removesuffix("\\").rstrip())
        found = split(text[offset:stop]) if stop > offset and text[offset] not in "#-" else None
        if found is not None:
            name, first, last = found
            span = source.span(offset + first, offset + last)
            yield Key(name, source.span(offset, offset + len(name))), ScalarNode(source.at(span), span, source.at(span))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line.rstrip("\r\n"))
        start += len(line)


def _without_comment(line: str) -> str:
    at = 0
    while (at := line.find("#", at)) >= 0:
        if at == 0 or line[at - 1].isspace():
            return line[:at]
        at += 1
    return line


def _blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


FORMAT = Format("requirements", ("*requirements*.txt", "*/requirements/*.txt", "*constraints*.txt", "requirements*.in"), read)
