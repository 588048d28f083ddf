"""Command lines with scripts of package.json and tasks of pyproject.toml in place of their names: `npm start` → `node server.js`.

In: the words of a deployment and the scripts that the repository defines. Out: the words that run.
Rules: https://docs.npmjs.com/cli/v11/commands/npm-run (11), https://yarnpkg.com/cli/run (4), https://pnpm.io/cli/run (10), for
tasks see `extract.surfaces.python_tasks`; read 2026-11-21; for those of other packages `workspaces`.
"""

from __future__ import annotations

from dataclasses import replace
from shlex import shlex
from typing import TYPE_CHECKING

from poolaudit.facts.expression import Literal
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.read_commands import SEPARATORS, unwrapped
from poolaudit.graph.workspaces import elsewhere, manifest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names

_MANAGERS = frozenset({"npm", "yarn", "pnpm", "bun"})
_LIFECYCLE = frozenset({"start", "test", "stop", "restart"})
"""Scripts that npm runs without `run`."""
_RUN = frozenset({"run", "run-script"})
_BEFORE = frozenset({"exec", "tini", "dumb-init", "--", "sudo"})
_QUIET = frozenset({"-s", "--silent", "--if-present"})
_FILE, _TASKS = "package.json", "pyproject.toml"
_ENVIRONMENTS = frozenset({"uv", "poetry", "pdm", "hatch", "rye", "pipenv"})
"""Managers of Python environments, whose `run` starts the rest of the line."""
_RUNNERS = frozenset({"poe", "task", "taskipy"})
"""Programs that start a task of pyproject.toml."""
_SEVERAL = frozenset({"npm-run-all", "npm-run-all2", "run-s", "run-p"})
"""Programs that start several scripts of package.json."""
_STARTING = frozenset({"npx", "bunx", "pnpm", "yarn", "npm", "exec", "bun", "x"})
"""Words before such a program that only start it."""
_DEEPEST = 5
"""Scripts that call scripts."""


def with_scripts(
    command: Setting[tuple[str, ...]], deployment: Deployment, images: Images, names: Names
) -> Setting[tuple[str, ...]]:
    """The command with each script of the deployment's own package.json in its place; as it is where there is none."""
    return with_tasks(command, lambda path: images.covers(deployment, path) is not None, names)


def with_tasks(command: Setting[tuple[str, ...]], own: Callable[[str], bool], names: Names) -> Setting[tuple[str, ...]]:
    """The command with each script and task in its place that one of its `own` manifests defines."""
    if not command.value:
        return command
    given = unwrapped(command.value)
    manifests = {
        file: path
        for file, starting in ((_FILE, _MANAGERS | _SEVERAL | {"turbo"}), (_TASKS, _RUNNERS | {"pdm"}))
        if any(word in starting for word in given) and (path := _manifest(file, own, names)) is not None
    }
    steps: list[Evidence] = []
    words = _expanded(given, manifests, names, steps, 0) if manifests else ()
    return replace(command, value=words).because_of(*dict.fromkeys(steps)) if steps else command


def script_words(name: str, path: str, names: Names) -> Setting[tuple[str, ...]]:
    """What a script of one package.json runs, with the scripts that it calls in their place; absent where it has none."""
    steps: list[Evidence] = []
    words = _expanded(("npm", "run", name), {_FILE: path}, names, steps, 0)
    span = steps[0].span if steps else None
    return Setting.written(words, span, name).because_of(*dict.fromkeys(steps)) if span is not None else Setting.absent(name)


def _manifest(file: str, own: Callable[[str], bool], names: Names) -> str | None:
    """The manifest of the folder that is built: the one nearest to its root."""
    held = [each for each in names.files_named(file) if own(each)]
    depth = min((each.count("/") for each in held), default=0)
    nearest = [each for each in held if each.count("/") == depth]
    return nearest[0] if len(nearest) == 1 else None


def _expanded(
    words: Sequence[str], manifests: dict[str, str], names: Names, steps: list[Evidence], depth: int
) -> tuple[str, ...]:
    found: list[str] = []
    part: list[str] = []
    for word in (*words, ";"):
        if word not in SEPARATORS:
            part.append(word)
            continue
        found += _step(part, manifests, names, steps, depth)
        found.append(word)
        part = []
    return tuple(found[:-1])


def _step(words: list[str], manifests: dict[str, str], names: Names, steps: list[Evidence], depth: int) -> Sequence[str]:
    """One command: its script, with the words after it, or the words as they are."""
    at = 0
    while at < len(words) and (words[at] in _BEFORE or _is_assignment(words[at])):
        at += 1
    several = _several(words[at:]) if _FILE in manifests and depth < _DEEPEST else ()
    if several:
        return (*words[:at], *_expanded(several, manifests, names, steps, depth + 1))
    named, plain = elsewhere(words[at:])
    if named:
        path = manifest_of(named, manifests.get(_FILE, ""), names)
        manifests = {**manifests, _FILE: path} if path is not None else {}
    file, name, rest = _called(plain)
    path = manifests.get(file, "")
    script = names.in_file(path, name) if path and name and "." not in name else None
    if not isinstance(script, Literal) or not isinstance(script.value, Secret) or depth >= _DEEPEST:
        return words
    inner = _split(script.value.reveal())
    if inner is None:
        return words
    steps.append(Evidence(script.span, Origin.WRITTEN, f"{'script' if file == _FILE else 'task'} {name} of {path}"))
    return (*words[:at], *_expanded(inner, manifests, names, steps, depth + 1), *rest)


def _several(words: Sequence[str]) -> tuple[str, ...]:
    """Scripts that a program starts one after the other, or beside each other, as commands; () for anything else.

    https://github.com/mysticatea/npm-run-all/blob/master/docs/npm-run-all.md (4.1, read 2026-11-21); patterns are not followed.
    """
    at = next((at for at, word in enumerate(words) if word.rpartition("/")[2] in _SEVERAL), len(words))
    if at == len(words) or any(word not in _STARTING for word in words[:at]):
        return ()
    sign = "&" if words[at].endswith("run-p") or not {"-p", "--parallel"}.isdisjoint(words) else "&&"
    scripts = [word for word in words[at + 1 :] if not word.startswith("-")]
    if any("*" in word or "{" in word for word in scripts):
        return ()
    found = [part for script in scripts for part in (sign, "npm", "run", *script.split())]
    return tuple(found[1:])


def _called(words: Sequence[str]) -> tuple[str, str, Sequence[str]]:
    """The manifest and the script in it that a manager is asked for, and what follows; empty texts for anything else."""
    while len(words) > 2 and words[0].rpartition("/")[2] in _ENVIRONMENTS and words[1] in _RUN and words[2] in _RUNNERS:  # noqa: PLR2004
        words = words[2:]
    first = words[0].rpartition("/")[2] if words else ""
    if first in _RUNNERS and len(words) > 1 and not words[1].startswith("-"):
        return _TASKS, words[1], words[2:]
    if first == "pdm" and len(words) > 2 and words[1] in _RUN:  # noqa: PLR2004
        return _TASKS, words[2], words[3:]
    if first not in _MANAGERS:
        return "", "", ()
    manager, *rest = words
    while rest and rest[0] in _QUIET:
        rest = rest[1:]
    explicit = bool(rest) and rest[0] in _RUN
    rest = rest[1:] if explicit else rest
    while rest and rest[0] in _QUIET:
        rest = rest[1:]
    if not rest or rest[0].startswith("-"):
        return "", "", ()
    known = explicit or rest[0] in _LIFECYCLE or manager.rpartition("/")[2] in {"yarn", "pnpm"}
    return (_FILE, rest[0], [word for word in rest[1:] if word != "--"]) if known else ("", "", ())


def _split(text: str) -> tuple[str, ...] | None:
    lexer = shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        return tuple(lexer)
    except ValueError:
        return None


def _is_assignment(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier()
