"""Units of systemd. In: an INI tree. Out: a `Deployment` for each service unit.

Meaning: systemd.service(5) and systemd.exec(5) (systemd 257, read 2026-11-21). How many instances of a template unit
(`worker@.service`) are enabled is not in the unit.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import command, entry
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.deployment import EnvEntry

_PREFIXES = "@-:+!|"
"""Signs before the path of `ExecStart`."""


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """The service of the file, when it starts something."""
    name = source.path.rpartition("/")[2].removesuffix(".service")
    for root in getattr(document, "roots", ()):
        section = root.get("Service") if isinstance(root, MappingNode) else None
        key = root.key("Service") if isinstance(root, MappingNode) else None
        starts = [node for name, node in section.items if name.name == "ExecStart"] if isinstance(section, MappingNode) else []
        if not isinstance(section, MappingNode) or key is None or not starts:
            continue
        yield Deployment(
            name=name,
            surface="systemd",
            span=key.span,
            project=dirname(source.path),
            environment="",
            command=command(_without_signs(source, starts[-1])),
            replicas=Setting.unresolved("how many instances of the template unit are enabled is not in it", key.span, "instances")
            if name.endswith("@")
            else Setting.default(1, "instances", "systemd"),
            env=tuple(_environment(source, section)),
            env_files=tuple(
                Setting.unresolved("it is on the machine", node.span, "EnvironmentFile")
                for each, node in section.items
                if each.name == "EnvironmentFile"
            ),
        )


SURFACE = Surface("systemd", ("ini",), extract, globs=("*.service",), triggers=("ExecStart",))


def _without_signs(source: Source, node: object) -> ScalarNode | None:
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return None
    body = node.raw.lstrip(_PREFIXES)
    start = node.span.offset + len(node.raw) - len(body)
    return ScalarNode(node.value.lstrip(_PREFIXES), source.span(start, node.span.end), body)


def _environment(source: Source, section: MappingNode) -> Iterator[EnvEntry]:
    """`Environment="A=x" B=y`, each word a pair."""
    from poolaudit.extract.settings.words import WordsError, split  # noqa: PLC0415 - by the first unit that has one

    for key, node in section.items:
        if key.name != "Environment" or not isinstance(node, ScalarNode):
            continue
        try:
            words = split(node.raw)
        except WordsError:
            continue
        for word in words:
            name, equals, value = word.text.partition("=")
            if not equals:
                continue
            start = node.span.offset + word.start
            at = word.raw.find("=") + 1
            quoted = word.raw[at:].strip("\"'")
            first = start + at + (len(word.raw[at:]) - len(word.raw[at:].lstrip("\"'")))
            place = source.span(first, first + len(quoted))
            yield entry(source, Key(name, source.span(start, start + len(word.raw))), ScalarNode(value, place, quoted))
