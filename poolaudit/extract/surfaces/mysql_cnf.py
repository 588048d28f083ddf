"""MySQL's own option file: how many connections it allows, and when it closes idle ones.

In: a file with groups for a server. Out: one `ServerConfig` with the options that the catalog lists; others are left out, since
they may hold a password. A group of one release series (`[mysqld-8.4]`) leaves its options open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.servers.mysql_parameters import GROUPS
from poolaudit.extract.base import Surface, UnreadError
from poolaudit.extract.settings.mysql_cnf import INCLUDES, read
from poolaudit.extract.settings.mysql_values import abbreviated, name_of, parameters, value_of
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document


def extract(source: Source, document: Document) -> Iterator[ServerConfig]:
    """The fact of one file; nothing for one that only clients read."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        groups = [(key.name.lower(), node) for key, node in root.items if isinstance(node, MappingNode)]
        if not any(_is_servers(name) for name, _ in groups):
            continue
        settings: dict[str, Setting[str]] = {}
        for name, node in groups:
            if _is_servers(name):
                for found in _options(node):
                    series = name.rpartition("-")[2] if name not in GROUPS else ""
                    settings.pop(found.label, None)
                    settings[found.label] = (
                        Setting.unresolved(f"it holds for release {series} only", found.span, found.label) if series else found
                    )
        includes = tuple(
            Setting.written(str(node.value), node.span, key.name)
            for key, node in root.items
            if key.name in INCLUDES and isinstance(node, ScalarNode)
        )
        yield ServerConfig("mysql", source.path, source.span(0, 0), tuple(settings.items()), includes=includes)


def options_of(source: Source) -> Iterator[ServerConfig]:
    """The fact of a text that stands in a file of another format; one that no server can read leaves every option open."""
    try:
        document = read(source)
    except UnreadError:
        start = source.span(0, 0)
        unknown: Setting[str] = Setting.unresolved("no server can read the file", start)
        refused = tuple((name, replace(unknown, label=name)) for name in parameters())
        yield ServerConfig("mysql", source.path, start, refused)
    else:
        yield from extract(source, document)


def _is_servers(name: str) -> bool:
    """Whether servers read a group, all of them or those of one series."""
    stem, _, series = name.rpartition("-")
    return name in GROUPS or (stem in GROUPS and series[:1].isdecimal())


def _options(group: MappingNode) -> Iterator[Setting[str]]:
    for key, node in group.items:
        name = name_of(key.name)
        known = parameters().get(name)
        if known is None:
            name = abbreviated(name)
            if name:
                yield Setting.unresolved(f"{key.name} is an abbreviation, which not every release takes", key.span, name)
            continue
        if not isinstance(node, ScalarNode):
            continue
        text = "" if node.value is None else str(node.value)
        if node.template:
            yield Setting.unresolved(f"template {node.template}", node.span, name)
            continue
        value = value_of(known, text)
        if value is None:
            yield Setting.unresolved("the server refuses this value", node.span, name)
        else:
            yield Setting.written(value, node.span, name, "" if value == text else f"as the server reads {text}")


SURFACE = Surface(
    "mysql_cnf",
    ("mysql_cnf",),
    extract,
    globs=("my.cnf", "my.ini", "*.cnf", "*.cnf.*"),
    triggers=("[mysqld", "[mariadb", "[server]", "[galera]", "[client-server]"),
)
