"""How many processes run what no runtime of the catalog explains. In: a workload, the path of its code. Out: a count.

Where a repository builds its program itself, the language tells: what is compiled to one binary, or runs on one virtual machine,
is one process, as is each copy of a function. A path that belongs to one of several programs of an image says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.languages import SINGLE_PROCESS
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.graph.workload import Workload

_ONE_OF_SEVERAL = frozenset({"cmd"})
"""Folders with a program in each folder (https://go.dev/doc/modules/layout#multiple-commands, read 2026-11-21)."""


def processes_of(workload: Workload, path: str) -> Setting[int]:
    """The processes of a workload as far as its command tells, else as the language of the code at `path` does."""
    if workload.processes.is_known or workload.program.origin is not Origin.ABSENT:
        return workload.processes
    if workload.platform:
        return _one(workload, f"a copy on {workload.platform} is one process")
    *folders, name = path.split("/")
    language = SINGLE_PROCESS.get(name.rpartition(".")[2])
    root = (workload.deployment.build.value or "").strip("./")
    below = folders[len(root.split("/")) :] if root else folders
    if language is None or _ONE_OF_SEVERAL & set(below) or (name == "main.go" and below):
        return workload.processes
    return _one(workload, f"a program in {language} is one process")


def _one(workload: Workload, why: str) -> Setting[int]:
    return Setting(1, Origin.DERIVED, workload.processes.span, "processes", why)
