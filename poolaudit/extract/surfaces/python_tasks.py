"""Tasks of pyproject.toml. In: a TOML tree. Out: a `NamedValue` for each: what `poe name`, `task name` or `pdm run name` runs.

Meaning, read 2026-11-21: https://poethepoet.natn.io/tasks/index.html (0.37), https://github.com/taskipy/taskipy (1.14),
https://pdm-project.org/en/latest/usage/scripts/ (2.26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.env_secret import command_secret
from poolaudit.facts.expression import Literal
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node

_TABLES = (("poe", "tasks", "poe"), ("taskipy", "tasks", "task"), ("pdm", "scripts", "pdm run"))
"""Tool, its table of tasks, and how one of them is started."""
_LINES = ("cmd", "shell")
_LISTS = ("sequence", "composite")
_LONGEST = 2000
"""Characters of a command line; longer ones are generated."""


def extract(_source: Source, document: Document) -> Iterator[NamedValue]:
    """Each task that is a command line or a list of tasks; a command line may hold a password."""
    for root in getattr(document, "roots", ()):
        for tool, table, start in _TABLES:
            tasks = root.get("tool", tool, table) if isinstance(root, MappingNode) else None
            for key, node in tasks.items if isinstance(tasks, MappingNode) else ():
                line = _line(node, start)
                if line is not None and len(line[0]) <= _LONGEST:
                    yield NamedValue(f"tasks.{key.name}", Literal(command_secret(line[0]), line[1].span), line[1].span)


SURFACE = Surface(
    "python_tasks",
    ("toml",),
    extract,
    globs=("pyproject.toml",),
    triggers=("tool.poe", "tool.taskipy", "tool.pdm.scripts"),
    self_contained=True,
)


def _line(node: Node, start: str) -> tuple[str, Node] | None:
    """The command line of a task and where it is written."""
    if isinstance(node, ScalarNode):
        return (node.value, node) if isinstance(node.value, str) else None
    if isinstance(node, SequenceNode):
        names = [each.value for each in node.elements if isinstance(each, ScalarNode) and isinstance(each.value, str)]
        return " && ".join(f"{start} {each}" for each in names), node
    for key in _LINES:
        inner = node.get(key)
        if isinstance(inner, ScalarNode) and isinstance(inner.value, str):
            return inner.value, inner
    for key in _LISTS:
        inner = node.get(key)
        if isinstance(inner, SequenceNode):
            return _line(inner, start)
    return None
