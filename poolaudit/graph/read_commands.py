"""What a command line starts. In: the words of a deployment. Out: the programs of the catalog among them, with their options."""

from __future__ import annotations

from shlex import shlex
from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit._records import dataclass
from poolaudit.facts.word import PlacedWord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolaudit.catalog.model import Runtime

SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
SEPARATORS = frozenset({"&&", "||", ";", "|", "&"})
WRAPPERS = frozenset(
    {"exec", "env", "run", "python", "python3", "-m", "--", "sudo", "nohup", "time", "wait", "tini", "dumb-init"}
    | {"then", "else", "do"}
    | {"poetry", "uv", "pipenv", "pdm", "hatch", "rye", "bundle", "npx", "npm", "pnpm", "yarn", "bunx"}
)
"""Words before a program that start it and nothing else."""
_LAUNCHERS = {"exec": 0, "env": 0, "nohup": 0, "sudo": 0, "tini": 0, "dumb-init": 0, "command": 0, "nice": 0, "ddtrace-run": 0}
_LAUNCHERS_WITH_ONE = {"gosu": 1, "su-exec": 1, "timeout": 1, "chpst": 1, "s6-setuidgid": 1, "setuser": 1}
_LOCKERS = {"flock": 1, "s6-setlock": 1}
"""Programs that start the rest of their command line, with the number of words of their own that stand before it; a lock's own
options have no value but a time."""
_WITH_VARIABLES = {
    "dotenv": ("-e", "-p", "-c", "-f"),
    "env-cmd": ("-f", "-e", "-r"),
    "cross-env": (),
    "cross-env-shell": (),
    "dotenvx": ("-f", "-e"),
    "doppler": ("-p", "-c", "-t"),
    "infisical": ("--env", "--path", "--projectId"),
}
"""Programs that start another one with more variables, with the options that take the next word; some have a word `run` before.
Read 2026-11-21: https://www.npmjs.com/package/dotenv-cli, https://www.npmjs.com/package/env-cmd,
https://www.npmjs.com/package/cross-env, https://dotenvx.com/docs, https://docs.doppler.com/docs/cli,
https://infisical.com/docs/cli/commands/run."""
SILENT = frozenset(
    "cd set export unset echo printf sleep mkdir chown chmod ls rm cp true false : until while for do done if then else elif fi "
    "[ test source . umask ulimit trap exit corepack".split()
)
"""Commands of shells that start nothing which keeps running, and nothing of a repository."""
_BEFORE_COMMANDS = frozenset({"then", "else", "do", "if", "elif", "until", "while"})
"""Words of shells that a command may follow in the same breath."""
_WAITERS = frozenset({"wait-for-it", "wait-for", "wait_for_it", "wait_for", "dockerize"})
"""Programs, with or without an ending, that wait for others and then start what stands behind `--`.

https://github.com/vishnubob/wait-for-it, https://github.com/eficode/wait-for and https://github.com/jwilder/dockerize, read
2026-11-21.
"""
_OPTIONS_WITH_VALUE = frozenset({"-u", "-n", "-g", "-k", "-s"})
_OPTIONS_OF_LOCKERS = frozenset({"-w", "--timeout", "-t", "-E"})
_ENTRY_POINTS = ("entrypoint", "entry-point")
"""How scripts are called that an image runs its command through."""
_SHORT = 2
"""Characters of a short option, whose value may follow without a blank: `-w4`."""


@dataclass(frozen=True, slots=True)
class Started:
    """One program of a command line with its own arguments."""

    runtime: Runtime
    arguments: tuple[str, ...]


def programs_started(words: Sequence[str]) -> Iterator[Started]:
    """Each known program that the words start, in order; `sh -c "…"` has been split by the reader."""
    for command in _commands(words):
        started = _recognise(command)
        if started is not None:
            yield started


def _commands(words: Sequence[str]) -> Iterator[list[str]]:
    """Commands between separators, without those that start nothing."""
    command: list[str] = []
    for word in (*unwrapped(words), ";"):
        if word not in SEPARATORS:
            command.append(word)
            continue
        if command and (command[0] not in SILENT or (len(command) > 1 and command[0] in _BEFORE_COMMANDS)):
            yield command
        command = []


def unwrapped(words: Sequence[str]) -> tuple[str, ...]:
    """The words that a shell runs: `sh -c "a && b"` → `a`, `&&`, `b`; other words as they are."""
    for index, word in enumerate(words[:-1]):
        if word.startswith("-") and word.endswith("c") and index and words[index - 1].rsplit("/", 1)[-1] in SHELLS:
            lexer = shlex(words[index + 1].replace("\\\n", ""), posix=True, punctuation_chars=True)
            lexer.whitespace_split = True
            lexer.commenters = ""
            try:
                script = words[index + 1]
                return script.within(lexer) if isinstance(script, PlacedWord) else tuple(lexer)
            except ValueError:
                return tuple(words)
    return tuple(words)


def launched(words: Sequence[str]) -> tuple[str, ...]:
    """The command line behind programs that only start another one: `exec gosu app gunicorn …` → `gunicorn …`."""
    own = {**_LAUNCHERS, **_LAUNCHERS_WITH_ONE, **_LOCKERS}
    at = 0
    while at < len(words):
        if words[at].rpartition("/")[2].partition(".")[0] in _WAITERS and "--" in words[at:]:
            at = words.index("--", at) + 1
            continue
        if words[at].rpartition("/")[2] not in own:
            break
        name = words[at].rpartition("/")[2]
        count = own[name]
        valued = _OPTIONS_OF_LOCKERS if name in _LOCKERS else _OPTIONS_WITH_VALUE
        at += 1
        while at < len(words) and (words[at].startswith("-") or "=" in words[at]):
            at += 2 if words[at] in valued else 1
        at += count
    return tuple(words[at:])


def last_of_shell(words: Sequence[str]) -> tuple[str, ...]:
    """The command that a shell's script ends in, and that keeps running: `sh -c "a && exec b"` → `b`; empty without one."""
    script = unwrapped(words)
    if script == tuple(words):
        return ()
    last = max((at for at, word in enumerate(script) if word in SEPARATORS), default=-1)
    return launched(script[last + 1 :])


def main_program(words: Sequence[str]) -> Started | None:
    """The program that keeps running: the last one that is no migration, else the migration where nothing else comes after it."""
    commands = [_recognise(each) for each in _commands(words)]
    started = [each for each in commands if each is not None]
    lasting = [each for each in started if each.runtime.role != "migration"]
    return lasting[-1] if lasting else commands[-1] if commands else None


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
        name, equals, _ = word.partition("=")
        if name in names:
            following = started.arguments[index + 1] if index + 1 < len(started.arguments) else ""
            value = _tail(word, len(name) + 1) if equals else following
        else:
            short = next((each for each in names if len(each) == _SHORT and word.startswith(each) and word[2:].isdigit()), None)
            value = _tail(word, _SHORT) if short else value
    return value


def _tail(word: str, start: int) -> str:
    return word.tail(start) if isinstance(word, PlacedWord) else word[start:]


def _behind_variables(words: Sequence[str]) -> list[str]:
    """The command line behind programs that only give it variables: `dotenv -e .env -- cross-env A=1 node x` → `node x`."""
    rest = list(words)
    for _ in range(len(words)):
        at = next((at for at, word in enumerate(rest) if word.rpartition("/")[2] not in WRAPPERS), len(rest))
        name = rest[at].rpartition("/")[2] if at < len(rest) else ""
        if name not in _WITH_VARIABLES:
            break
        following = rest[at + 1 :]
        if "--" in following:
            rest = following[following.index("--") + 1 :]
            continue
        if following[:1] == ["run"]:
            following = following[1:]
        while following and (following[0].startswith("-") or "=" in following[0]):
            following = following[2 if following[0] in _WITH_VARIABLES[name] else 1 :]
        rest = following
    return rest


def _recognise(command: Sequence[str]) -> Started | None:
    command = _behind_variables(command)
    words = [word for word in command if not (("=" in word and word.split("=", 1)[0].isidentifier()) or _is_optional(word))]
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


def _is_optional(word: str) -> bool:
    """Whether a word is nothing unless a variable is set: `${DEBUG:+rdbg --}`."""
    return word.startswith("${") and ":+" in word and word.endswith("}")


def _position(names: Sequence[str], program: str) -> int | None:
    for index, name in enumerate(names):
        if name == program:
            return index
        if name not in WRAPPERS and not name.startswith("-") and not _is_entry_point(name):
            return None
    return None


def _is_entry_point(name: str) -> bool:
    """Whether a script is one that ends by running its arguments, as `docker-entrypoint.sh` of the official images does.

    https://docs.docker.com/build/building/best-practices/#entrypoint, read 2026-11-21.
    """
    return name.partition(".")[0].replace("_", "-").endswith(_ENTRY_POINTS)
