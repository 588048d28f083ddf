"""A world with what its scripts do. In: a deployment, its variables, the scripts of the tree. Out: the world of its programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.describe_workload import command_line, command_of
from poolaudit.graph.package_scripts import with_scripts
from poolaudit.graph.read_commands import SILENT, WRAPPERS, programs_started
from poolaudit.graph.run_script import POSSIBLE, Ran

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names
    from poolaudit.graph.read_commands import Started
    from poolaudit.graph.scripts import Scripts
    from poolaudit.graph.world import World

_Program = tuple["Started", Setting[tuple[str, ...]], Ran]
"""A program, the command line that starts it, and the command of a script that this is."""


def with_scripts_run(world: World, deployment: Deployment, scripts: Scripts, images: Images, names: Names) -> World:
    """The world with the commands of its scripts and the variables that its lasting program sees."""
    ran = scripts.ran(deployment, world, command_line(deployment, images))
    if not ran:
        return world
    command = command_of(deployment, images)
    main = _main(programs(ran, command, deployment, images, names))
    seen = main[2] if main is not None else ran[-1]
    return replace(world, variables={**world.variables, **seen.variables}, ran=ran)


def main_of(
    ran: Iterable[Ran], command: Setting[tuple[str, ...]], deployment: Deployment, images: Images, names: Names
) -> tuple[Started | None, Setting[tuple[str, ...]]]:
    """The program that keeps running and its command line; none and `command` where the scripts do not tell."""
    found = tuple(ran)
    main = _main(programs(found, command, deployment, images, names))
    if main is None:
        return None, command
    if main[0].runtime.role == "migration":
        last = _last_after(main[2], found)
        if last is not None:
            return None, Setting.written(last.words, last.span, "command")
    return main[0], main[1]


def _last_after(migration: Ran, ran: Sequence[Ran]) -> Ran | None:
    """The command that surely runs last, where it comes after the migration and is of another program: it is what stays."""
    sure = [each for each in ran[ran.index(migration) + 1 :] if each.sureness < POSSIBLE]
    last = sure[-1] if sure else None
    if last is None or last.words[0].rpartition("/")[2] in SILENT or _subject(last.words) == _subject(migration.words):
        return None
    return last


def _subject(words: Sequence[str]) -> str:
    """The program without what launches it: of `python manage.py migrate` the file, of `uv run alembic upgrade head` Alembic."""
    return next((word for word in words if word.rpartition("/")[2] not in WRAPPERS and not word.startswith("-")), "")


def programs(
    ran: Iterable[Ran], command: Setting[tuple[str, ...]], deployment: Deployment, images: Images, names: Names
) -> Iterator[_Program]:
    """Each known program that scripts start, in order; `command` is what starts the scripts."""
    start = Evidence(command.span, Origin.WRITTEN, f"{deployment.name} runs {' '.join(command.value or ())[:80]}")
    for each in ran:
        written: Setting[tuple[str, ...]] = Setting.written(each.words, each.span, "command")
        line = with_scripts(written, deployment, images, names).because_of(start)
        for started in programs_started(line.value or ()):
            yield started, line, each
        if "--" in each.words and not any(programs_started(line.value or ())):
            rest = each.words[len(each.words) - each.words[::-1].index("--") :]  # a program that waits, then starts another
            for started in programs_started(rest):
                yield started, line, each


def surely(found: Iterable[_Program]) -> Iterator[_Program]:
    """Those that run unless a platform sets something that the repository does not show."""
    return (each for each in found if each[2].sureness < POSSIBLE)


def _main(found: Iterable[_Program]) -> _Program | None:
    """The last one that is no migration and surely runs; of those under conditions the only one."""
    every = list(found)
    lasting = [each for each in every if each[0].runtime.role != "migration"] or every
    sure = list(surely(lasting))
    if sure:
        return sure[-1]
    kinds = {(each[0].runtime.name, each[0].arguments) for each in lasting}
    return lasting[-1] if len(kinds) == 1 else None
