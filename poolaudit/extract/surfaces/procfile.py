"""Procfiles. In: a settings tree. Out: one `Deployment` per process type.

How many dynos run of each is not in the file, so replicas are absent, not one.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, placed
from poolaudit.extract.settings.words import WordsError, split
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

_OTHER = (".md", ".rst", ".txt", ".py", ".rb", ".js", ".ts", ".go", ".rs", ".java", ".php", ".sh", ".ex", ".exs")
"""Endings of text about process types, and of programs that read them."""


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each process type with the words of its command; `release` (run once before a release) is one too."""
    folder = dirname(source.path)
    environment = source.path.rpartition("/")[2].lower().removeprefix("procfile").removesuffix("procfile").strip(".")
    for root in getattr(document, "roots", ()):
        for key, node in root.items if isinstance(root, MappingNode) else ():
            if isinstance(node, ScalarNode):
                yield Deployment(
                    name=key.name,
                    surface="procfile",
                    span=key.span,
                    project=folder,
                    environment=environment,
                    hostnames=(),
                    build=Setting.written(folder, key.span, "Procfile"),
                    command=_command(node),
                )


def concerns(source: Source) -> bool:
    """Whether the name is spelled as foreman and Heroku look for it: neither `procfile.py` nor `Procfile.md` is one."""
    name = source.path.rpartition("/")[2]
    return "Procfile" in name and not name.lower().endswith(_OTHER)


SURFACE = Surface("procfile", ("procfile",), extract, concerns=concerns)


def _command(node: ScalarNode) -> Setting[tuple[str, ...]]:
    try:
        return Setting.written(placed(node, node.raw).within(word.text for word in split(node.raw)), node.span, "command")
    except WordsError as error:
        return Setting.unresolved(str(error), node.span, "command")
