"""How many processes run a program that a repository builds itself. In: a workload, the path of its code. Out: a count.

No runtime of the catalog starts such a program, but its language tells: what is compiled to one binary, or runs on one virtual
machine, is one process. The code of several programs may stand in one image; a path that belongs to one of several says nothing.
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
    if workload.processes.is_known or workload.program.origin is not Origin.ABSENT or workload.platform:
        return workload.processes
    *folders, name = path.split("/")
    language = SINGLE_PROCESS.get(name.rpartition(".")[2])
    root = (workload.deployment.build.value or "").strip("./")
    below = folders[len(root.split("/")) :] if root else folders
    if language is None or _ONE_OF_SEVERAL & set(below) or (name == "main.go" and below):
        return workload.processes
    return Setting.derived(1, "processes", f"a program in {language} is one process", workload.processes)
