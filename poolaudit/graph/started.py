"""What the commands of a deployment start, in parts. In: a deployment and its world. Out: the words of each command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin
from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.package_scripts import with_scripts
from poolaudit.graph.read_commands import SEPARATORS, SILENT, launched, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names
    from poolaudit.graph.world import World

_ENVIRONMENTS = frozenset({"uv", "poetry", "pdm", "hatch", "rye", "pipenv"})


def started(deployment: Deployment, world: World, images: Images) -> tuple[tuple[str, ...], ...]:
    """Each command as it is written, those of its scripts in place of the scripts; () where the command is not known."""
    if world.ran:
        return tuple(part for each in world.ran for part in parts(each.words))
    command = command_of(deployment, images)
    return tuple(parts(unwrapped(command.value))) if command.value else ()


def expanded(deployment: Deployment, world: World, images: Images, names: Names) -> tuple[tuple[str, ...], ...]:
    """As `started`, with scripts of package.json and tasks of pyproject.toml in place of their names."""
    if world.ran:
        return started(deployment, world, images)
    command = command_of(deployment, images)
    if command.origin is Origin.ABSENT:
        return ()
    return tuple(parts(unwrapped(with_scripts(command, deployment, images, names).value or ())))


def parts(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Commands between separators, each without what only launches it and without assignments before it; silent ones left out."""
    part: list[str] = []
    for word in (*words, ";"):
        if word not in SEPARATORS:
            part.append(word)
            continue
        found = _plain(part)
        if found and found[0].rpartition("/")[2] not in SILENT:
            yield found
        part = []


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    found = launched(words)
    while found and "=" in found[0] and found[0].partition("=")[0].isidentifier():
        found = launched(found[1:])
    if len(found) > 2 and found[0].rpartition("/")[2] in _ENVIRONMENTS and found[1] == "run":  # noqa: PLR2004
        found = launched(found[2:])
        while found and found[0].startswith("-"):
            found = found[1:]
    return found
