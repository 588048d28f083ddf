"""Procfiles. In: a `Source`. Out: a `SettingsDocument` with one mapping, process type to command.

Grammar: lines of `type: command`, types of letters, digits, `_` and `-`; other lines say nothing, as with Heroku
(https://devcenter.heroku.com/articles/procfile, read 2026-11-20) and foreman.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source


def read(source: Source) -> SettingsDocument:
    """Read every process type. Raises `UnreadError` when a text that is not empty has none."""
    items = []
    said = False
    starts = source.line_starts()
    for start, after in zip(starts, (*starts[1:], len(source.text)), strict=True):
        line = source.text[start:after].rstrip()
        said = said or (bool(line.strip()) and not line.lstrip().startswith("#"))
        name, colon, command = line.partition(":")
        if not colon or not name or not name.isascii() or not name.replace("_", "a").replace("-", "a").isalnum():
            continue
        at = start + len(name) + 1 + len(command) - len(command.lstrip())
        text = source.text[at : start + len(line)]
        node = ScalarNode(text, source.span(at, at + len(text)), text)
        items.append((Key(name, source.span(start, start + len(name))), node))
    if said and not items:
        raise UnreadError("no line is a process type with a command")
    return SettingsDocument("procfile", (MappingNode(tuple(items), source.span(0, len(source.text))),))


FORMAT = Format("procfile", ("Procfile", "Procfile.*", "*.Procfile"), read)
