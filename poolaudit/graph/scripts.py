"""Which script of the tree does a deployment start? In: scripts, deployments with their images. Out: the commands that run.

A path is followed through what the Dockerfile copies and what is mounted; where neither tells, the only script that can be meant
counts.
"""

from __future__ import annotations

from functools import partial
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin
from poolaudit.facts.shell import commands
from poolaudit.facts.word import PlacedWord
from poolaudit.graph.images import inside
from poolaudit.graph.read_commands import SEPARATORS, launched, unwrapped
from poolaudit.graph.run_script import SURE, Ran, run, script_call

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolaudit.facts.deployment import Deployment, Mount
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.shell import ShellScript
    from poolaudit.graph.images import Images
    from poolaudit.graph.world import World

_UNKNOWN = "}"
"""The end of what stands for a part of a path that is not known: `${COMMAND}/start.sh`."""


class Scripts:
    """Knows the scripts of the tree."""

    def __init__(self, scripts: Iterable[ShellScript], images: Images) -> None:
        self._by_path = {each.path: each for each in scripts}
        self._images = images

    def ran(
        self, deployment: Deployment, world: World, line: tuple[Setting[tuple[str, ...]], Setting[tuple[str, ...]]]
    ) -> tuple[Ran, ...]:
        """The commands that a deployment's scripts start; () when it starts no script of the tree.

        `line` is the entry point and the command in force.
        """
        if not self._by_path:
            return ()
        entrypoint, command = line
        if Origin.UNRESOLVED in (entrypoint.origin, command.origin):
            return ()
        given = tuple(command.value or ())
        find = partial(self.find, deployment)
        called, *_ = script_call(launched(entrypoint.value or ())) if entrypoint.value else ("",)
        script = find(called, "") if called else None
        if script is not None:
            own = script_call(launched(entrypoint.value or ()))[1]
            return run(script, (*own, *given), world, find)
        lines = tuple(_commands(unwrapped((*(entrypoint.value or ()), *given))))
        scripts = [_started(words, find) for words in lines]
        if all(each is None for each in scripts):
            return ()
        span = command.span or entrypoint.span or deployment.span
        found: list[Ran] = []
        for words, known in zip(lines, scripts, strict=True):
            if known is None:
                place = words[0].span if isinstance(words[0], PlacedWord) else span
                found.append(Ran(launched(words), place, {}, SURE))
            else:
                found += run(known, script_call(launched(words))[1], world, find)
        return tuple(found)

    def programs(self, deployment: Deployment) -> Iterator[str]:
        """Names of the programs in the script that a deployment starts, whether it runs them or not."""
        dockerfile = self._images.dockerfile(deployment)
        own = deployment.entrypoint.is_known or deployment.command.is_known or dockerfile is None
        manifest = deployment if own or dockerfile is None else dockerfile
        for line in (manifest.entrypoint, manifest.command):
            script = _started(line.value or (), partial(self.find, deployment))
            for each in commands(script.steps) if script is not None else ():
                plain = launched(
                    [word.parts[0].reveal() for word in each.words if word.parts and isinstance(word.parts[0], Secret)]
                )
                yield from (basename(word) for word in plain[:1])

    def find(self, deployment: Deployment, path: str, near: str) -> ShellScript | None:
        """The script that a path leads to, as it is written in a command of the deployment or in the script `near`."""
        name = basename(path)
        if not name or "$" in name or " " in name:
            return None
        cut = path.rfind(_UNKNOWN) + 1
        plain = path if not cut else ""
        for each in self._places(deployment, plain, near) if plain else ():
            if each in self._by_path:
                return self._by_path[each]
        tail = normpath((path[cut:] or path).lstrip("./")) if cut else normpath(path).lstrip("./")
        if near:
            beside = normpath(join(dirname(near), tail))
            if beside in self._by_path:
                return self._by_path[beside]
        return self._only(deployment, tail) if "/" in path or name.endswith(".sh") else None

    def _places(self, deployment: Deployment, path: str, near: str) -> Iterator[str]:
        """Where in the tree a path of the container, or of the folder in which a command runs, may stand."""
        dockerfile = deployment if deployment.surface == "dockerfile" else self._images.dockerfile(deployment)
        workdir = dockerfile.workdir if dockerfile is not None else ""
        place = normpath(join(workdir or "/", path))
        for mount in deployment.mounts:
            if mount.source:
                yield from _through(mount, place)
        if dockerfile is not None:
            contexts = dict.fromkeys((deployment.build.value or "", dirname(dockerfile.span.path), ""))
            for copy in reversed(dockerfile.copies):
                for found in _through(copy, place, "" if "/" in path else path):
                    yield from (normpath(join(context, found)) for context in contexts)
        if not path.startswith("/"):
            folder = deployment.build.value if deployment.build.is_known else deployment.project
            yield normpath(join(folder or "", path))
            if near:
                yield normpath(join(dirname(near), path))

    def _only(self, deployment: Deployment, tail: str) -> ShellScript | None:
        """The only script of what is built whose path ends so; one of that name where none does."""
        if not deployment.build.is_known:
            return None
        own = [path for path in self._by_path if inside(path, deployment.build.value or "")]
        for ending in dict.fromkeys((tail, basename(tail))):
            found = [path for path in own if f"/{path}".endswith(f"/{ending}")]
            if found:
                return self._by_path[found[0]] if len(found) == 1 else None
        return None


def _through(copy: Mount, place: str, name: str = "") -> Iterator[str]:
    """What is found at a place of the container when `copy` put it there; `name` is a command that is looked for in `PATH`."""
    target = copy.target.rstrip("/") or "/"
    if target == place or (name and basename(target) == name):
        yield copy.source
    under = f"{target.rstrip('/')}/"
    if place.startswith(under):
        rest = place[len(under) :]
        if rest == basename(copy.source):
            yield copy.source
        yield join(copy.source, rest)


def _started(words: Sequence[str], find: partial[ShellScript | None]) -> ShellScript | None:
    path, _ = script_call(launched(words))
    return find(path, "") if path else None


def _commands(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    part: list[str] = []
    for word in (*words, ";"):
        if word not in SEPARATORS:
            part.append(word)
        elif part:
            yield tuple(part)
            part = []
