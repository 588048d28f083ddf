"""Does a deployment run code of the repository, or something beside it?

In: a deployment. Out: no where its image is finished software, where it builds style sheets, or stands in for somebody else's
service in the end; else yes.
"""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING

from poolaudit.catalog.asset_builders import BUILDERS, STAND_INS, TASK_RUNNERS, TASKS
from poolaudit.catalog.public_images import SOFTWARE
from poolaudit.graph.built_images import is_public
from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.images import repository_of
from poolaudit.graph.package_scripts import with_scripts
from poolaudit.graph.read_commands import SEPARATORS, launched, unwrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.setting import Setting
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names

_BEFORE = (("bundle", "exec"), ("yarn", "run"), ("npm", "exec"), ("pnpm", "exec"), ("npx",), ("bunx",), ("yarn",), ("pnpm",))
"""What starts the program that follows."""


def runs_code(deployment: Deployment, images: Images, names: Names) -> bool:
    """Whether it may run code of the repository: false for finished software, and when each of its commands builds assets."""
    if _is_software(images.image(deployment)):
        return False
    if deployment.surface != "procfile" and not deployment.command.is_known:
        return True
    words = with_scripts(command_of(deployment, images), deployment, images, names).value or ()
    part: list[str] = []
    parts = []
    for word in (*unwrapped(words), ";"):
        if word not in SEPARATORS:
            part.append(word)
        elif part:
            parts.append(part)
            part = []
    return not parts or not (all(_builds(each) for each in parts) or basename(_program(parts[-1])[0]) in STAND_INS)


def _is_software(image: Setting[str]) -> bool:
    """Whether an image is made of one that runs a finished program: what it is given are settings, schemas or pages."""
    return repository_of(image).rpartition("/")[2] in SOFTWARE and is_public(image.value or "")


def _builds(words: Sequence[str]) -> bool:
    program, *following = _program(words)
    name = basename(program)
    return name in BUILDERS or (name in TASK_RUNNERS and following[0] in TASKS)


def _program(words: Sequence[str]) -> tuple[str, ...]:
    """A program without what starts it, its arguments, and an empty word at the end."""
    rest = launched(words)
    for before in _BEFORE:
        if rest[: len(before)] == before:
            rest = rest[len(before) :]
            break
    return (*rest, "")
