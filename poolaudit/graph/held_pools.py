"""Which pool is open in which world?

In: an indexed `Site`. Out: each pool with each world that holds it. Five things narrow what the place of a file tells: a file of
settings that starts of a program choose by name, a layer of settings over another one, code that only tools run, a branch that is
not taken there, and the call of a function that keeps what it has opened first.
"""

from __future__ import annotations

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from poolaudit.catalog.dotnet import DESIGN_TIME
from poolaudit.catalog.spring import FILES, NAME_VARIABLE
from poolaudit.graph.bind import Binder
from poolaudit.graph.decide import holds
from poolaudit.graph.environment_match import worlds_for
from poolaudit.graph.first_calls import first_calls
from poolaudit.graph.image_clients import worlds_of
from poolaudit.graph.images import inside
from poolaudit.graph.main_modules import with_module_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World

_BEFORE_NAMES = frozenset("/:,;= \t'\"")
_AFTER_NAMES = frozenset(",;& \t'\"")
_MIGRATION = "migration"


def held_pools(site: Site) -> Iterator[tuple[ClientPool, World]]:
    """Each pool with its worlds, in the order of the pools."""
    held = [(pool, world) for pool in site.pools for world in _worlds(pool, site) if _may_open(pool, world, site)]
    over = {_layer(pool, world) for pool, world in held if pool.environment}
    chosen = {_layer(pool, world)[1:] for pool, world in held if pool.on_request and world.workload is not None}
    told = (
        (pool, world)
        for pool, world in held
        if pool.environment or ((key := _layer(pool, world)) not in over and key[1:] not in chosen)
    )
    yield from first_calls(told, site) if any(pool.one_of is not None for pool, _ in held) else told


def is_design_time(pool: ClientPool) -> bool:
    """Whether only tools of EF Core make it."""
    return any(each.endswith(DESIGN_TIME) for each in pool.scope.decorators)


def _may_open(pool: ClientPool, world: World, site: Site) -> bool:
    """Whether nothing says that the branch of the code which opens it is not taken there.

    What a default decides, holds for a deployment as its address does; where nothing is deployed, every branch may be taken.
    """
    if pool.when is None:
        return True
    when = with_module_name(pool.when, world, site)
    asked = holds(when, partial(Binder(world, site.names).bind, optional=True))
    return asked.value is not False or (asked.assumed and world.workload is None)


def _worlds(pool: ClientPool, site: Site) -> Iterable[World]:
    worlds = worlds_of(pool, site)
    if pool.on_request:
        named = [world for world in worlds if chooses(world, pool.span.path, site.images, site.names)]
        return named or worlds_for(pool, (world for world in worlds if world.workload is None))
    if is_design_time(pool):
        tools = [world for world in worlds if world.workload is None or world.workload.role.value == _MIGRATION]
        worlds = tuple(tools) or site.worlds.undeployed(pool.span.path)
    return worlds_for(pool, worlds)


def _layer(pool: ClientPool, world: World) -> tuple[object, ...]:
    """Equal for pools of one name in one program whose settings files stand beside each other."""
    place = world.workload.span if world.workload is not None else None
    return (posixpath.dirname(pool.span.path), world.environment, place, pool.call)


def chooses(world: World, path: str, images: Images, names: Names) -> bool:
    """Whether a deployment chooses a file: by a variable, a word of its command, or by mounting it as what the program reads.

    Of files with one name it is the one that is mounted, else the one that its Dockerfile copies into the image.
    """
    if world.workload is None:
        return False
    name = posixpath.basename(path)
    deployment = world.workload.deployment
    if any(mount.source == path and _is_read(mount.target) for mount in deployment.mounts):
        return True
    from poolaudit.graph.describe_workload import command_of  # noqa: PLC0415  # what it loads is needed in few trees

    words = [*(command_of(deployment, images).value or ()), *(word for ran in world.ran for word in ran.words)]
    words += [text for variable in world.variables if (text := _text(world, variable))]
    stem = name.partition(".")[0]
    if not any(_is_named(name, word) for word in words) and stem not in _text(world, NAME_VARIABLE).split(","):
        return False
    rivals = (each for each in names.files_named(name) if images.covers(deployment, each) is not None)
    return _nearness(path, deployment, images) == max((_nearness(each, deployment, images) for each in rivals), default=0)


def _nearness(path: str, deployment: Deployment, images: Images) -> int:
    """2 for a file that is mounted, 1 for one that is copied into the image as it is, 0 for one that is merely there to build."""
    if any(mount.source and inside(path, mount.source) for mount in deployment.mounts):
        return 2
    dockerfile = images.dockerfile(deployment)
    context = deployment.build.value or ""
    copied = (posixpath.join(context, each.source) for each in (dockerfile.copies if dockerfile is not None else ()))
    return int(any(each not in ("", ".", context) and inside(path, each) for each in copied))


def _text(world: World, variable: str) -> str:
    value = world.lookup(variable).value
    return value.reveal() if value is not None else ""


def _is_read(target: str) -> bool:
    return posixpath.basename(target).partition(".")[0].partition("-")[0] in FILES


def _is_named(name: str, text: str) -> bool:
    """Whether a file's name stands in a text as the whole end of a path."""
    at = text.find(name)
    while at >= 0:
        after = at + len(name)
        if (not at or text[at - 1] in _BEFORE_NAMES) and (after == len(text) or text[after] in _AFTER_NAMES):
            return True
        at = text.find(name, at + 1)
    return False
