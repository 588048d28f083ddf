"""Supervisor's programs: what runs inside one container or machine, and how often.

In: an INI tree. Out: a `Deployment` for each `[program:x]`; `numprocs` is its number of replicas.
Meaning: https://supervisord.org/configuration.html#program-x-section-settings (4.2, read 2026-11-21).
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import command, count, entry
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.deployment import EnvEntry

_SECTION = "program:"
_ON_ONE_LINE = {ord("\n"): " ", ord("\r"): " "}


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each program, in written order."""
    for root in getattr(document, "roots", ()):
        for key, section in root.items if isinstance(root, MappingNode) else ():
            if key.name.startswith(_SECTION) and isinstance(section, MappingNode):
                values = {name.name: _plain(source, node) for name, node in section.items if isinstance(node, ScalarNode)}
                numprocs = count(values.get("numprocs"), "numprocs")
                written = values.get("environment")
                yield Deployment(
                    name=key.name.removeprefix(_SECTION),
                    surface="supervisord",
                    span=source.span(key.span.offset + len(_SECTION), key.span.end),
                    project=dirname(source.path),
                    environment="",
                    command=command(values.get("command")),
                    replicas=Setting.default(1, "numprocs", "supervisord") if numprocs.origin is Origin.ABSENT else numprocs,
                    env=tuple(_environment(source, written)) if written is not None else (),
                )


SURFACE = Surface(
    "supervisord",
    ("ini",),
    extract,
    globs=("supervisor*.conf", "*supervisor*.conf", "*/supervisor/*.conf", "*/supervisor/conf.d/*.conf", "*/supervisord/*.conf",
           "*supervisor*.ini"),
    triggers=("[program:",),
)  # fmt: skip


def _plain(source: Source, node: ScalarNode) -> ScalarNode:
    """The value before a comment, which needs a blank and a semicolon; its lines are one."""
    cut = min((at for mark in (" ;", "\t;") if (at := node.raw.find(mark)) >= 0), default=len(node.raw))
    raw = node.raw[:cut].rstrip().translate(_ON_ONE_LINE)
    return replace(node, value=raw, raw=raw, span=source.span(node.span.offset, node.span.offset + len(raw)))


def _environment(source: Source, node: ScalarNode) -> Iterator[EnvEntry]:
    """`A="x",B=y`: pairs between commas, values with or without quotes."""
    text, at = node.raw, 0
    while at < len(text):
        equals = text.find("=", at)
        if equals < 0:
            return
        start = at + len(text[at:equals]) - len(text[at:equals].lstrip(" ,\n\r\t"))
        name = text[start:equals].strip()
        first = equals + 1
        quote = text[first : first + 1]
        if quote in ('"', "'") and quote:
            end = text.find(quote, first + 1)
            end, first, after = (end, first + 1, end + 1) if end >= 0 else (len(text), first + 1, len(text))
        else:
            end = text.find(",", first)
            after = end = len(text) if end < 0 else end
        base = node.span.offset
        value = ScalarNode(text[first:end], source.span(base + first, base + end), text[first:end])
        yield entry(source, Key(name, source.span(base + start, base + start + len(name))), value)
        at = after + 1
