"""`docker build` in a script. In: a shell script as text. Out: names of images, their context and Dockerfile.

Options: https://docs.docker.com/reference/cli/docker/buildx/build/ (29, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.settings.words import SEPARATORS, WordsError, split

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMANDS = (("docker", "build"), ("docker", "buildx", "build"), ("docker", "image", "build"), ("podman", "build"))
_NO_VALUE = frozenset("--load --no-cache --pull --push --check --debug -D -q --quiet --rm --force-rm --compress --squash".split())
"""Options that stand alone; any other without `=` takes the next word."""


@dataclass(frozen=True, slots=True)
class DockerBuild:
    """One command; texts as written, variables and all."""

    tags: tuple[str, ...]
    context: str
    file: str


def docker_builds(script: str) -> Iterator[DockerBuild]:
    """Each command that builds from a folder and names the image."""
    try:
        words = [word.text for word in split(script.replace("\\\n", " "))]
    except WordsError:
        return
    command: list[str] = []
    for word in (*words, ";"):
        if word not in SEPARATORS:
            command.append(word)
            continue
        found = _build(command)
        if found is not None:
            yield found
        command = []


def _build(words: list[str]) -> DockerBuild | None:
    while words and "=" in words[0] and words[0].partition("=")[0].isidentifier():
        words = words[1:]
    start = next((each for each in _COMMANDS if tuple(words[: len(each)]) == each), None)
    if start is None:
        return None
    tags: list[str] = []
    file, places = "", []
    rest = iter(words[len(start) :])
    for word in rest:
        if not word.startswith("-") or word == "-":
            places.append(word)
            continue
        name, equals, value = word.partition("=")
        if not equals:
            value = "" if name in _NO_VALUE else next(rest, "")
        if name in ("-t", "--tag"):
            tags.append(value)
        elif name in ("-f", "--file"):
            file = value
    if len(places) != 1 or not tags or places[0] == "-" or "://" in places[0]:
        return None
    return DockerBuild(tuple(tags), places[0], file)
