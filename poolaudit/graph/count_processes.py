"""How many processes and threads a program starts.

In: a started program with its `Options`. Out: settings for `Workload`.
Precedence: the command line, the variable with arguments, the configuration file, the variable with a number, the default.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.word import place_of
from poolaudit.graph.read_commands import Started, flag

if TYPE_CHECKING:
    from collections.abc import Callable

_ONE_THREAD_CLASSES = frozenset({"sync", "prefork", "gthread"})
"""Worker classes for which the number of threads that is given, or its default, holds."""
_WORDS = {"max_processes": "processes", "worker_class": "worker class"}


@dataclass(frozen=True, slots=True)
class Options:
    """Where a program looks for its options."""

    started: Started
    command: Setting[tuple[str, ...]]
    """The whole command line."""
    variable: Callable[[str], Setting[str]]
    in_file: Callable[[str | None, str], Setting[object] | None]
    """File as the command line names it (None where it names none) and setting → its value in the program's configuration file;
    None when the file, known to be all of it, does not say; unresolved when there is a file that cannot be read."""

    def find(self, meaning: str) -> Setting[str] | None:
        """The option in force; None when nothing sets it."""
        runtime = self.started.runtime
        label = f"{runtime.name} {_WORDS.get(meaning, meaning)}"
        value = flag(self.started, meaning)
        if value is not None:
            return replace(self.command.read_as(value, label), span=place_of(value, self.command.span))
        if runtime.args_env:
            more = self.variable(runtime.args_env)
            if more.origin is Origin.UNRESOLVED and more.span is not None:
                return Setting.unresolved(f"{runtime.args_env} may give it: {more.note}", more.span, label)
            found = flag(Started(runtime, tuple((more.value or "").split())), meaning)
            if found is not None:
                return Setting.derived(found, label, f"from {runtime.args_env}", more)
        for name in (name for name, means in runtime.file_settings if means == meaning):
            written = self.in_file(flag(self.started, "config_file"), name)
            if written is not None:
                return written.read_as(str(written.value) if written.is_known else None, label)
        return None

    def number(self, *meanings: str) -> Setting[int] | None:
        """The option as a number, the first of several (`--autoscale=10,2`)."""
        text = next((found for meaning in meanings if (found := self.find(meaning)) is not None), None)
        if text is None or not text.is_known:
            return text.read_as(None) if text is not None else None
        head = (text.value or "").split(",", 1)[0]
        if head.isdigit():
            return text.read_as(int(head))
        return Setting.unresolved(f"{text.label} is given {head or 'nothing'}", text.span, text.label)


def processes(options: Options) -> Setting[int]:
    """Processes that open pools."""
    runtime, span = options.started.runtime, options.command.span
    if not _counts_processes(options):
        note = f"{runtime.name} keeps everything in one process"
        return Setting(1, options.command.origin, span, "processes", note, options.command.because)
    written = options.number("max_processes", "processes")
    if written is not None:
        return written.read_as(1) if written.value == 0 else written  # puma's single mode is a process too
    for name in runtime.processes_env:
        value = options.variable(name)
        if value.is_known and (value.value or "").isdigit():
            return Setting.derived(int(value.value or 1), "processes", f"{runtime.name} reads {name}", value)
        if value.is_known or value.span is not None:
            return Setting.unresolved(f"{runtime.name} takes the number of processes from {name}", value.span, "processes")
    file = flag(options.started, "config_file") or _configuration(options.started)
    if file is not None and not runtime.file_settings:
        return Setting.unresolved(f"{runtime.name} is configured by {file}", span, "processes")
    if runtime.processes is None:
        return Setting.unresolved(f"{runtime.name} starts one process per CPU core unless told otherwise", span, "processes")
    return Setting(int(runtime.processes.value or 1), Origin.DEFAULT, span, "processes", f"{runtime.name}'s default")


def threads(options: Options) -> Setting[int]:
    """Threads per process that can each hold a connection; absent when there is no such bound."""
    runtime, span = options.started.runtime, options.command.span
    chosen = options.find("worker_class")
    if chosen is not None and not chosen.is_known:
        return chosen.read_as(None, "threads")
    name = chosen.value if chosen is not None else None
    by_class = dict(runtime.threads_by_class)
    if name is not None and name in by_class:
        bound = by_class[name]
        if bound == "processes":
            why = f"{runtime.name} takes one thread per CPU core unless told otherwise"
            written = options.number("processes")
            return (
                written.read_as(written.value, f"{runtime.name} threads") if written else Setting.unresolved(why, span, "threads")
            )
        return Setting.absent("threads") if bound is None else Setting.default(int(bound), "threads", f"{runtime.name} {name}")
    written = options.number("threads")
    if written is not None:
        return written
    if name is not None and name not in _ONE_THREAD_CLASSES:
        return Setting.unresolved(f"the worker class {name} is not known", span, "threads")
    for variable in runtime.threads_env:
        value = options.variable(variable)
        if value.is_known and (value.value or "").isdigit():
            return Setting.derived(int(value.value or 1), "threads", f"{runtime.name} reads {variable}", value)
        if value.is_known or value.origin is Origin.UNRESOLVED:
            return Setting.unresolved(
                f"{runtime.name} takes the number of threads from {variable}", value.span or span, "threads"
            )
    if runtime.threads is None:
        return Setting.absent("threads")
    return Setting.default(int(runtime.threads.value or 1), "threads", f"{runtime.name}'s default")


def _configuration(started: Started) -> str | None:
    """The argument that is a configuration file without an option before it."""
    endings = started.runtime.config_endings
    return next((word for word in started.arguments if word.endswith(endings)), None) if endings else None


def _counts_processes(options: Options) -> bool:
    """Whether the number given for processes counts processes, not threads of one process."""
    chosen = options.find("worker_class")
    bound = dict(options.started.runtime.threads_by_class).get(chosen.value or "") if chosen is not None else None
    return bound not in ("processes", 1)
