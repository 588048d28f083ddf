"""Whether a deployment starts a module of Python itself, so that its `__name__` is `__main__` there.

In: a condition of code, the world of a deployment. Out: the condition with what `__name__` is in place of it, where the commands
of the deployment tell: https://docs.python.org/3/library/__main__.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.expression import Literal, Reference, inside
from poolaudit.facts.function import put

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World

_NAME, _MAIN = "__name__", "__main__"
_INTERPRETERS = ("python", "pypy")
"""What names of programs begin with that run the file, or the module after `-m`, that they are given."""

_LAUNCHER = "program"
"""Role of programs that start others: supervisord."""


def with_module_name(condition: Expression, world: World, site: Site) -> Expression:
    """The condition as it is where nothing is deployed, or the commands do not tell what is started."""
    asked = [each for each in inside(condition) if isinstance(each, Reference) and each.name == _NAME]
    paths = {each.span.path for each in asked}
    if world.workload is None or len(paths) != 1:
        return condition
    (path,) = paths
    starts = _is_started(path, world, site)
    if starts is None:
        return condition
    return put(condition, {_NAME: Literal(_MAIN if starts else path, asked[0].span)})


def _is_started(path: str, world: World, site: Site) -> bool | None:
    """Whether a command gives the file to an interpreter; None where a command may do so that is not understood."""
    from poolaudit.graph.reach import names_file  # noqa: PLC0415  # few conditions ask for it
    from poolaudit.graph.read_commands import programs_started  # noqa: PLC0415
    from poolaudit.graph.started import expanded  # noqa: PLC0415

    parts = expanded(world.workload.deployment, world, site.images, site.names) if world.workload is not None else ()
    known = bool(parts)
    for part in parts:
        if part[0].rpartition("/")[2].startswith(_INTERPRETERS):
            started = _given(part[1:])
            if started and names_file(started, path):
                return True
        elif not any(each.runtime.role != _LAUNCHER for each in programs_started(part)):  # those import what they are given
            known = known and bool(world.ran) and not any(names_file(word, path) for word in part)
    return False if known else None


def _given(words: tuple[str, ...]) -> str:
    """The file or module that an interpreter runs; empty for code on its command line."""
    if "-c" in words:
        return ""
    if "-m" in words[:-1]:
        return words[words.index("-m") + 1]
    return next((word for word in words if not word.startswith("-")), "")
