"""Task's Taskfile.yaml. In: a YAML tree. Out: the facts of the files that its commands write: `cat > .env <<EOF`.

Meaning: https://taskfile.dev/docs/reference/schema (3.45, read 2026-11-21): commands run in the folder of the file, or in `dir`.
"""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.settings.words import WordsError
from poolaudit.extract.surfaces.embedded import embedded
from poolaudit.extract.surfaces.written_files import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.fact import Fact


def extract(source: Source, document: Document) -> Iterator[Fact]:
    """The files of every command of every task."""
    for root in getattr(document, "roots", ()):
        tasks = root.get("tasks") if isinstance(root, MappingNode) else None
        for _, task in tasks.items if isinstance(tasks, MappingNode) else ():
            yield from _of_task(source, task)


SURFACE = Surface(
    "taskfile",
    ("yaml",),
    extract,
    globs=("Taskfile.yml", "Taskfile.yaml", "Taskfile.dist.yml", "Taskfile.dist.yaml"),
    triggers=("<<",),
    self_contained=True,
)


def _of_task(source: Source, task: Node) -> Iterator[Fact]:
    from poolaudit.extract.settings.shell_grammar import parse  # noqa: PLC0415  # only tasks that write files need it

    where = task.get("dir") if isinstance(task, MappingNode) else None
    named = where.value if isinstance(where, ScalarNode) and isinstance(where.value, str) else ""
    folder = None if "{" in named else normpath(join(dirname(source.path), named)).removeprefix(".")
    for line in _lines(task):
        if "<<" in line.raw:
            inner = embedded(source, line, source.path)
            try:
                script = parse(inner)
            except WordsError:
                continue
            yield from facts_of(inner, script.files, folder)


def _lines(task: Node) -> Iterator[ScalarNode]:
    """The command lines of a task: one text, a list, or the lists under `cmds` and `cmd`."""
    if isinstance(task, ScalarNode):
        yield task
    elif isinstance(task, SequenceNode):
        for each in task.elements:
            yield from _lines(each)
    else:
        for key in ("cmds", "cmd"):
            found = task.get(key)
            if found is not None:
                yield from _lines(found)
