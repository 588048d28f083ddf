"""How many processes and threads a program starts.

In: a started program, its command line and variables. Out: settings for `Workload`.
Precedence: the command line, the variable with arguments, the variable with a number, the default of the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.read_commands import Started, flag

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Setting[tuple[str, ...]]

_ONE_THREAD_CLASSES = frozenset({"sync", "prefork", "gthread"})
"""Worker classes for which the number of threads that is given, or its default, holds."""


def processes(started: Started, command: Command, lookup: Callable[[str], Setting[str]]) -> Setting[int]:
    """Processes that open pools."""
    runtime = started.runtime
    if not _counts_processes(started):
        return _one_process(runtime.name, command)
    written = _number(flag(started, "max_processes") or flag(started, "processes"), command, f"{runtime.name} processes")
    if written is not None:
        return written
    if runtime.args_env:
        more = lookup(runtime.args_env)
        if more.is_known and more.value:
            found = _number(flag(Started(runtime, tuple(more.value.split())), "processes"), command, runtime.name)
            if found is not None:
                return Setting.derived(found.value or 1, "processes", f"from {runtime.args_env}", more)
    for name in runtime.processes_env:
        value = lookup(name)
        if value.is_known and (value.value or "").isdigit():
            return Setting.derived(int(value.value or 1), "processes", f"{runtime.name} reads {name}", value)
        if value.is_known or value.span is not None:
            return Setting.unresolved(f"{runtime.name} takes the number of processes from {name}", value.span, "processes")
    file = flag(started, "config_file")
    if file is not None:
        return Setting.unresolved(f"{runtime.name} is configured by {file}", command.span, "processes")
    if runtime.processes is None:
        why = f"{runtime.name} starts one process per CPU core unless told otherwise"
        return Setting.unresolved(why, command.span, "processes")
    return Setting(int(runtime.processes.value or 1), Origin.DEFAULT, command.span, "processes", f"{runtime.name}'s default")


def threads(started: Started, command: Command) -> Setting[int]:
    """Threads per process that can each hold a connection; absent when there is no such bound."""
    runtime = started.runtime
    chosen = flag(started, "worker_class")
    by_class = dict(runtime.threads_by_class)
    if chosen is not None and chosen in by_class:
        bound = by_class[chosen]
        if bound == "processes":
            why = f"{runtime.name} takes one thread per CPU core unless told otherwise"
            written = _number(flag(started, "processes"), command, f"{runtime.name} threads")
            return written or Setting.unresolved(why, command.span, "threads")
        return Setting.absent("threads") if bound is None else Setting.default(int(bound), "threads", f"{runtime.name} {chosen}")
    written = _number(flag(started, "threads"), command, f"{runtime.name} threads")
    if written is not None:
        return written
    if chosen is not None and chosen not in _ONE_THREAD_CLASSES:
        return Setting.unresolved(f"the worker class {chosen} is not known", command.span, "threads")
    if runtime.threads is None:
        return Setting.absent("threads")
    return Setting.default(int(runtime.threads.value or 1), "threads", f"{runtime.name}'s default")


def _number(text: str | None, command: Command, name: str) -> Setting[int] | None:
    """The number of an option, the first of several (`--autoscale=10,2`); None when the option is not given."""
    if text is None:
        return None
    head = text.split(",", 1)[0]
    if head.isdigit():
        return command.read_as(int(head), name)
    return Setting.unresolved(f"{name} is given {head or 'nothing'}", command.span, name)


def _counts_processes(started: Started) -> bool:
    """Whether the number given for processes counts processes, not threads of one process."""
    chosen = flag(started, "worker_class")
    return chosen is None or dict(started.runtime.threads_by_class).get(chosen) not in ("processes", 1)


def _one_process(name: str, command: Command) -> Setting[int]:
    return Setting(1, command.origin, command.span, "processes", f"{name} keeps everything in one process", command.because)
