"""Sidekiq's configuration files.

In: a YAML tree whose values may be ERB. Out: a `NamedValue` for the threads per process, and one for each section of an
environment and each capsule with a number of its own.

Meaning: https://github.com/sidekiq/sidekiq/blob/main/lib/sidekiq/cli.rb (8.1.7, read 2026-11-21): keys may be symbols; the
section of the environment is laid over the rest, and a capsule has threads of its own beside the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.erb import expression_of
from poolaudit.facts.expression import Unresolved
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node

NAME = "concurrency"
_CAPSULES = ("capsules", ":capsules")


def extract(source: Source, document: Document) -> Iterator[NamedValue]:
    """The number of the file, unresolved where the environment, or a capsule, has another; and those others."""
    for root in getattr(document, "roots", ()):
        found = dict(_named(root))
        sections = [key for key, node in root.items if isinstance(node, MappingNode) and _has_own(node)] if found else ()
        for key, node in found.items():
            told = Unresolved(f"{next(iter(sections)).name} has another", node.span) if sections else expression_of(source, node)
            yield NamedValue(f"sidekiq.{NAME}", told, key.span)
        for section, own in root.items if isinstance(root, MappingNode) else ():
            for key, number in _named(own):
                yield NamedValue(f"sidekiq.{NAME}", expression_of(source, number), key.span, section.name.removeprefix(":"))
        capsules = (
            next((node for key, node in root.items if key.name in _CAPSULES), None) if isinstance(root, MappingNode) else None
        )
        for capsule, own in capsules.items if isinstance(capsules, MappingNode) else ():
            for key, number in _named(own):
                yield NamedValue(f"sidekiq.capsules.{capsule.name.removeprefix(':')}", expression_of(source, number), key.span)


SURFACE = Surface(
    "sidekiq_config",
    ("yaml",),
    extract,
    globs=("sidekiq*.yml", "sidekiq*.yaml", "*/sidekiq/*.yml", "sidekiq/*.yml"),
    triggers=(NAME,),
)


def _named(node: Node) -> Iterator[tuple[Key, ScalarNode]]:
    for key, value in node.items if isinstance(node, MappingNode) else ():
        if key.name.removeprefix(":") == NAME and isinstance(value, ScalarNode):
            yield key, value


def _has_own(node: MappingNode) -> bool:
    """Whether a section, or one below it, names the number too."""
    return any(_named(node)) or any(_has_own(each) for _, each in node.items if isinstance(each, MappingNode))
