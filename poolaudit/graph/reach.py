"""Does a deployment run the code of a file, of all that its image holds?

In: the programs that facts tell of, the command of a deployment, what its Dockerfile compiles. Out: `RUNS`, also where nothing
says otherwise; `BY_HAND` for what stands ready in the image and is started when somebody wants it; `NEVER`.

Where a program begins must be known to leave anything out: the file that `python` is given, the main package of Go whose name the
command, the image or `go build` has, the package of JavaScript whose folder or name the command has. Python and Go are followed
by their imports; a package of JavaScript has what it depends on.
"""

from __future__ import annotations

import re
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.catalog.path_roles import SAMPLE_FOLDERS
from poolaudit.extract.python_imports import is_open, named_modules
from poolaudit.facts.program import LoneScript, Program
from poolaudit.graph.context import path_role, without_packages
from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.images import inside, repository_of
from poolaudit.graph.inline_commands import is_tool, python_commands
from poolaudit.graph.packages import Packages
from poolaudit.graph.read_commands import programs_started
from poolaudit.graph.started import expanded, started

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.fact import Fact
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names
    from poolaudit.graph.world import World

RUNS, BY_HAND, NEVER = "runs", "by hand", "never"
_ALEMBIC = "env.py"
"""File that Alembic runs: https://alembic.sqlalchemy.org/en/latest/tutorial.html#the-migration-environment."""
_CODE = (".go", ".py", ".rb", ".php", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".prisma")
"""Endings of what programs of other languages than Go are made of, and of its own."""
_INTERPRETERS = ("bun", "dotnet", "java", "node", "npm", "npx", "php", "pnpm", "python", "ruby", "supervisor", "yarn")
"""What names of programs begin with that run other code than their own."""
_PYTHON_FLAGS = frozenset({"-u", "-B", "-O", "-OO", "-I", "-E", "-s", "-S", "-v", "-q"})
"""Options of Python without a value: https://docs.python.org/3/using/cmdline.html, read 2026-11-21."""
_MIGRATING = frozenset({"migrate", "migrator", "migration", "migrations"})
"""Words in names of deployments that migrate."""


class Reach:
    """Knows the programs of the tree."""

    def __init__(self, facts: Iterable[Fact], images: Images, names: Names) -> None:
        self._images = images
        self._names = names
        self._python: dict[str, Program] = {}
        self._go: dict[str, list[Program]] = {}
        alone: list[str] = []
        for each in facts:
            if isinstance(each, Program):
                path = each.span.path
                if path.endswith(".go"):
                    self._go.setdefault(path.rpartition("/")[0].rpartition("/")[2], []).append(each)
                else:
                    self._python[path] = each
            elif isinstance(each, LoneScript):
                alone.append(each.span.path)
        self._alone = frozenset(alone)
        self._packages = Packages(names)
        self._modules: frozenset[str] | None = None
        self._inline: dict[int, tuple[Program, ...] | None] = {}
        self._commands: dict[tuple[int, bool], tuple[tuple[str, ...], ...]] = {}

    def of(self, deployment: Deployment, world: World, path: str) -> str:
        """What a deployment does with the code of a file that it holds."""
        if _of_another_sample(deployment, path):
            words = {word for part in self._started(deployment, world) for word in part}
            return RUNS if any(names_file(word, path) for word in words) else NEVER
        inline = self._of_inline(deployment, world) if path.endswith(_CODE) else None
        if inline is not None:
            return RUNS if any(each.has(path) for each in inline) else NEVER
        if path in self._alone or _is_alembic(path):
            if self._starts(deployment, world, path):
                return RUNS
            return NEVER if path.endswith(".go") or self._of_python(deployment, world) else BY_HAND
        if self._go and path.endswith(_CODE):
            programs = self._of_go(deployment, world)
            if path.endswith(".go"):
                return RUNS if not programs or any(each.has(path) for each in programs) else NEVER
            if programs and self._is_binary(deployment, world):
                return NEVER
        if path.endswith(".py") and self._python:
            entries = self._of_python(deployment, world)
            return RUNS if not entries or any(each.has(path) for each in entries) else NEVER
        if self._packages.several:
            parts = self._started(deployment, world)
            return RUNS if self._packages.may_run(parts, path, self._workdir(deployment)) else NEVER
        return RUNS

    def _started(self, deployment: Deployment, world: World, *, scripts: bool = False) -> tuple[tuple[str, ...], ...]:
        key = (id(world), scripts)  # worlds of deployments are made once
        if key not in self._commands:
            images, names = self._images, self._names
            found = expanded(deployment, world, images, names) if scripts else started(deployment, world, images)
            self._commands[key] = found
        return self._commands[key]

    def _starts(self, deployment: Deployment, world: World, path: str) -> bool:
        """Whether the command names a script, or migrates where the file is Alembic's; what is called so does it, too."""
        parts = self._started(deployment, world, scripts=True)
        if _is_alembic(path):
            if any(each.runtime.role == "migration" for part in parts for each in programs_started(part)):
                return True
            return not parts and not _MIGRATING.isdisjoint(re.split(r"[-_.]", deployment.name.lower()))
        return any(names_file(word, path) for part in parts for word in part)

    def _of_inline(self, deployment: Deployment, world: World) -> tuple[Program, ...] | None:
        """The programs of a command line that is no script and starts Python and tools alone; None where more may run."""
        key = id(world)
        if key not in self._inline:
            words = None if world.ran else command_of(deployment, self._images).value
            found = python_commands(words) if words else None
            self._inline[key] = self._programs(deployment, found) if found is not None else None
        return self._inline[key]

    def _of_python(self, deployment: Deployment, world: World) -> tuple[Program, ...]:
        """The programs that a command starts; () where it starts anything else. Nobody works by hand where nothing else runs."""
        parts = self._started(deployment, world, scripts=True)
        own = [part for part in parts if not is_tool(part)]
        if not all(part[0].rpartition("/")[2].startswith("python") for part in own):
            return ()
        return self._programs(deployment, own) or ()

    def _programs(self, deployment: Deployment, commands: Iterable[Sequence[str]]) -> tuple[Program, ...] | None:
        """What commands of Python run of the deployment's own code; None where one of them cannot be told."""
        found: list[Program] = []
        for words in commands:
            options = list(words[1:])
            while options and options[0].startswith("-") and options[0] not in ("-c", "-m") and options[0] in _PYTHON_FLAGS:
                options = options[1:]
            first, second = (*options, "", "")[:2]
            if first == "-c":
                inner = self._imported(deployment, second)
            elif first == "-m":
                inner = self._of_module(deployment, second, None)
            else:
                inner = self._own(deployment, _called(first, self._python)) if first.endswith(".py") else None
            if not inner and (inner is None or first != "-c"):
                return None
            found += inner
        return tuple(found)

    def _imported(self, deployment: Deployment, text: str) -> list[Program] | None:
        """What a text imports of the tree: nothing of modules that the tree does not have."""
        if is_open(text.encode()):
            return None
        found: list[Program] = []
        for name in named_modules(text):
            if self._has(name.partition(".")[0]):
                whole = self._of_module(deployment, name, self._of_module(deployment, name.rpartition(".")[0], None))
                if whole is None:
                    return None
                found += whole
        return found

    def _of_module(self, deployment: Deployment, name: str, otherwise: list[Program] | None) -> list[Program] | None:
        """The program that a module is; `otherwise` where it is not known, as what is imported of a module is not one itself."""
        place = name.replace(".", "/")
        ends = tuple(f"/{place}{ending}" for ending in (".py", "/__main__.py", "/__init__.py")) if name else ()
        return self._own(deployment, [path for path in self._python if f"/{path}".endswith(ends)] if ends else []) or otherwise

    def _own(self, deployment: Deployment, paths: Iterable[str]) -> list[Program]:
        return [self._python[path] for path in paths if self._images.covers(deployment, path) is not None]

    def _has(self, name: str) -> bool:
        """Whether the tree may have a module of that name."""
        if self._modules is None:
            paths = self._names.paths_ending(".py")
            self._modules = frozenset(part for path in (*paths, *self._python) for part in path.removesuffix(".py").split("/"))
        return name in self._modules

    def _of_go(self, deployment: Deployment, world: World) -> tuple[Program, ...]:
        """The programs whose name the command has, else those that the image compiles, else the one that it is called like."""
        names = [part[0].rpartition("/")[2] for part in self._started(deployment, world, scripts=True)]
        dockerfile = self._images.dockerfile(deployment)
        compiled = dockerfile.compiles if dockerfile is not None else ()
        image = repository_of(deployment.image).rpartition("/")[2]
        context = deployment.build.value or ""
        only = normpath(join(context, compiled[0])) if len(compiled) == 1 and "$" not in compiled[0] else None
        if only is not None and not any(name in self._go for name in names):
            place = "" if only == "." else only
            held = tuple(each for found in self._go.values() for each in found if dirname(each.span.path) == place)
            if held:
                return held
        for words in (names, [basename(only)] if only is not None else [], [image]):
            found = [
                each
                for word in dict.fromkeys(words)
                for each in self._go.get(word, ())
                if self._images.covers(deployment, each.span.path) is not None
            ]
            if found:
                return tuple(found)
        return ()

    def _is_binary(self, deployment: Deployment, world: World) -> bool:
        """Whether an image with a compiled program starts no interpreter beside it."""
        dockerfile = self._images.dockerfile(deployment)
        started = self._started(deployment, world, scripts=True)
        return dockerfile is not None and bool(dockerfile.compiles) and not any(_interprets(part[0]) for part in started)

    def _workdir(self, deployment: Deployment) -> str:
        dockerfile = self._images.dockerfile(deployment)
        return dockerfile.workdir if dockerfile is not None else ""


def _interprets(program: str) -> bool:
    return program.rpartition("/")[2].startswith(_INTERPRETERS)


def _is_alembic(path: str) -> bool:
    folder, _, name = path.lower().rpartition("/")
    return name == _ALEMBIC and (path_role(path) == "migration" or "alembic" in folder.rpartition("/")[2])


def _of_another_sample(deployment: Deployment, path: str) -> bool:
    """Whether a file belongs to a sample in whose folder nothing of the deployment stands."""
    folders = without_packages(path.split("/")[:-1])
    at = next((at for at, each in enumerate(folders) if each.lower() in SAMPLE_FOLDERS), None)
    if at is None:
        return False
    sample = "/".join(folders[: at + 1])
    own = [deployment.span.path, deployment.applied_by, deployment.dockerfile, *(each.folder for each in deployment.code)]
    own += [deployment.build.value or "", *(each.source for each in deployment.mounts)]
    return not any(each and inside(each, sample) for each in own)


def _called(word: str, paths: Iterable[str]) -> list[str]:
    """The paths that a word means: those that end as it does; of one from the root on, by as many of its folders as any has."""
    parts = [part for part in word.split("/") if part not in ("", ".", "..")]
    for start in range(len(parts) if word.startswith("/") else min(1, len(parts))):
        tail = "/".join(parts[start:])
        found = [path for path in paths if path == tail or path.endswith(f"/{tail}")]
        if found:
            return found
    return []


def names_file(word: str, path: str) -> bool:
    """Whether a word of a command names a file: by its name with a folder or an ending, or as a module of its folder."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    last = word.rpartition("/")[2]
    if last == name or ("/" in word and last == stem):
        return True
    return f".{word.partition(':')[0]}".endswith(f".{folder.rpartition('/')[2]}.{stem}")
