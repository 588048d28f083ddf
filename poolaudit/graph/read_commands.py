"""What a command line starts: which program, in what role, with how many processes and threads.

In: a deployment's words and the environment that it runs with. Out: settings for `Workload`.
"""

from __future__ import annotations

from dataclasses import dataclass
from shlex import shlex
from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from poolaudit.catalog.model import Runtime

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
SEPARATORS = frozenset({"&&", "||", ";", "|", "&"})
_WRAPPERS = frozenset(
    [
        "exec",
        "env",
        "poetry",
        "uv",
        "pipenv",
        "pdm",
        "hatch",
        "rye",
        "run",
        "python",
        "python3",
        "-m",
        "bundle",
        "npx",
        "pnpm",
        "yarn",
        "npm",
        "bunx",
        "sudo",
        "nohup",
        "tini",
        "--",
        "dumb-init",
        "time",
        "wait",
    ]
)


@dataclass(frozen=True, slots=True)
class Started:
    """One program of a command line with its own arguments."""

    runtime: Runtime
    arguments: tuple[str, ...]


def programs_started(words: Sequence[str]) -> Iterator[Started]:
    """Each known program that the words start, in order; `sh -c "…"` has been split by the reader."""
    command: list[str] = []
    for word in (*unwrapped(words), ";"):
        if word not in SEPARATORS:
            command.append(word)
            continue
        started = _recognise(command)
        if started is not None:
            yield started
        command = []


def unwrapped(words: Sequence[str]) -> tuple[str, ...]:
    """The words that a shell runs: `sh -c "a && b"` → `a`, `&&`, `b`; other words as they are."""
    for index, word in enumerate(words[:-1]):
        if word.startswith("-") and word.endswith("c") and index and words[index - 1].rsplit("/", 1)[-1] in _SHELLS:
            lexer = shlex(words[index + 1], posix=True, punctuation_chars=True)
            lexer.whitespace_split = True
            lexer.commenters = ""
            try:
                return tuple(lexer)
            except ValueError:
                return tuple(words)
    return tuple(words)


def main_program(words: Sequence[str]) -> Started | None:
    """The program that keeps running: the last one that is no migration, else the last one."""
    started = list(programs_started(words))
    lasting = [each for each in started if each.runtime.role != "migration"]
    running = lasting or started
    return running[-1] if running else None


def image_program(repository: str, words: Sequence[str]) -> Started | None:
    """The program that an image's entry point starts, with the command as its arguments."""
    runtime = next((runtime for runtime in runtimes() if repository in runtime.images), None)
    return Started(runtime, tuple(words)) if runtime is not None else None


def runtimes() -> tuple[Runtime, ...]:
    """Every runtime of the catalog."""
    return parts("poolaudit.catalog.runtimes", "RUNTIME")


def flag(started: Started, meaning: str) -> str | None:
    """The value of the last option with this meaning; None when it is not given."""
    names = tuple(name for each in started.runtime.flags if each.meaning == meaning for name in each.names)
    value = None
    for index, word in enumerate(started.arguments):
        name, equals, rest = word.partition("=")
        if name in names:
            following = started.arguments[index + 1] if index + 1 < len(started.arguments) else ""
            value = rest if equals else following
        else:
            short = next((each for each in names if len(each) == 2 and word.startswith(each) and word[2:].isdigit()), None)
            value = word[2:] if short else value
    return value


def processes(started: Started, command: Setting[tuple[str, ...]], lookup: Callable[[str], Setting[str]]) -> Setting[int]:
    """Processes that open pools: command line beats the variable with arguments beats the variable with a number."""
    runtime = started.runtime
    written = _number(flag(started, "max_processes") or flag(started, "processes"), command, f"{runtime.name} processes")
    if written is not None:
        return written if _counts_processes(started) else _one_process(runtime.name, command)
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
    if flag(started, "config_file") is not None:
        return Setting.unresolved(f"{runtime.name} is configured by {flag(started, 'config_file')}", command.span, "processes")
    if runtime.processes is None:
        return Setting.unresolved(
            f"{runtime.name} starts one process per CPU core unless told otherwise", command.span, "processes"
        )
    if not _counts_processes(started):
        return _one_process(runtime.name, command)
    default = int(runtime.processes.value or 1)
    return Setting(default, Setting.default(default).origin, command.span, "processes", f"{runtime.name}'s default")


def threads(started: Started, command: Setting[tuple[str, ...]]) -> Setting[int]:
    """Threads per process that can each hold a connection; absent when there is no such bound."""
    runtime = started.runtime
    chosen = flag(started, "worker_class")
    by_class = dict(runtime.threads_by_class)
    if chosen is not None and chosen in by_class:
        bound = by_class[chosen]
        if bound == "processes":
            return _number(flag(started, "processes"), command, f"{runtime.name} threads") or Setting.unresolved(
                f"{runtime.name} takes one thread per CPU core unless told otherwise", command.span, "threads"
            )
        return Setting.absent("threads") if bound is None else Setting.default(int(bound), "threads", f"{runtime.name} {chosen}")
    written = _number(flag(started, "threads"), command, f"{runtime.name} threads")
    if written is not None:
        return written
    if chosen is not None and chosen not in {"sync", "prefork", "gthread"}:
        return Setting.unresolved(f"the worker class {chosen} is not known", command.span, "threads")
    if runtime.threads is None:
        return Setting.absent("threads")
    default = int(runtime.threads.value or 1)
    return Setting.default(default, "threads", f"{runtime.name}'s default")


def _recognise(command: Sequence[str]) -> Started | None:
    words = [word for word in command if not ("=" in word and word.split("=", 1)[0].isidentifier())]
    names = [word.rsplit("/", 1)[-1] for word in words]
    best: tuple[int, Started] | None = None
    for runtime in runtimes():
        for program in runtime.programs:
            first, *rest = program.split()
            at = _position(names, first)
            if at is None or (best is not None and len(rest) + 1 <= best[0]):
                continue
            if all(word in names[at + 1 :] for word in rest):
                best = (len(rest) + 1, Started(runtime, tuple(words[at + 1 :])))
    return best[1] if best else None


def _position(names: Sequence[str], program: str) -> int | None:
    for index, name in enumerate(names):
        if name == program:
            return index
        if name not in _WRAPPERS and not name.startswith("-"):
            return None
    return None


def _number(text: str | None, command: Setting[tuple[str, ...]], name: str) -> Setting[int] | None:
    if text is None:
        return None
    head = text.split(",", 1)[0]
    if head.isdigit():
        return Setting(int(head), command.origin, command.span, name, "", command.because)
    return Setting.unresolved(f"{name} is given {head or 'nothing'}", command.span, name)


def _counts_processes(started: Started) -> bool:
    chosen = flag(started, "worker_class")
    return chosen is None or dict(started.runtime.threads_by_class).get(chosen) not in ("processes", 1)


def _one_process(name: str, command: Setting[tuple[str, ...]]) -> Setting[int]:
    return Setting(1, command.origin, command.span, "processes", f"{name} keeps everything in one process", command.because)
