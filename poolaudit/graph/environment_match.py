"""Whether settings that hold in one environment of a framework hold in a world.

In: a client's environment (a Rails section, a Spring profile) and worlds. Out: the worlds in which the client runs.
Two environments never meet: a development pool is not traced through a production deployment.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.environment_variables import CHOOSERS, SETTINGS_MODULE, UNCHOSEN
from poolaudit.catalog.path_roles import ENVIRONMENT_ALIASES
from poolaudit.graph.context import context_of, environment_name
from poolaudit.graph.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.client_pool import ClientPool

_COPIED = ("example", "development")
"""An env file that is an example is copied on a developer's machine; what it holds is not what another environment has."""


def worlds_for(pool: ClientPool, worlds: Iterable[World]) -> tuple[World, ...]:
    """Those of `worlds` in which the pool's environment holds; where none is left, a world of that name without any variable."""
    default = UNCHOSEN.get(pool.library, "")
    worlds = tuple(worlds)
    kept = tuple(each for each in worlds if not _is_of_another_module(pool, each))
    environment = pool.environment or (_named_by_module(pool) if worlds and not kept else "")
    found = tuple(world for each in kept if (world := world_for(environment, each, default)) is not None)
    if found or not environment:
        return found
    return (World(environment_name(environment), None, "", None, context=context_of(pool.span.path)),)


def world_for(environment: str, world: World, default: str = "") -> World | None:
    """The world itself, the same under the client's environment where nothing deploys it, or None where it does not run.

    `default` is the environment of a program whose variables choose none.
    """
    wanted = environment_name(environment)
    if not wanted or wanted == world.environment:
        return world
    chosen = _chosen(world)
    if not chosen and world.project is None:
        fits = not world.environment or (world.environment, wanted) == _COPIED
        return replace(world, environment=wanted) if fits else None
    if not chosen and not world.environment and not world.why_incomplete:
        chosen = frozenset({default})
    return world if wanted in chosen else None


def _is_of_another_module(pool: ClientPool, world: World) -> bool:
    """Whether the world loads another module of settings than the pool's, of the same folder: `production` beside `local`.

    A module without the name of an environment (`base`) is imported by the others.
    """
    folder, _, name = pool.module.rpartition(".")
    if not folder or not _named_by_module(pool):
        return False
    chosen = world.lookup(SETTINGS_MODULE)
    if not chosen.is_known or chosen.value is None:
        return False
    other, _, wanted = chosen.value.reveal().strip().rpartition(".")
    together = other == folder or folder.endswith(f".{other}") or other.endswith(f".{folder}")
    return bool(other) and together and wanted != name


def _named_by_module(pool: ClientPool) -> str:
    """The environment that the pool's module is named after; empty for one of any other name."""
    return ENVIRONMENT_ALIASES.get(pool.module.rpartition(".")[2].lower(), "")


def _chosen(world: World) -> frozenset[str]:
    """Environments that the world's own variables choose."""
    found: set[str] = set()
    for name in CHOOSERS:
        value = world.lookup(name)
        if value.is_known and value.value is not None:
            found |= {environment_name(word.strip()) for word in value.value.reveal().split(",") if word.strip()}
    return frozenset(found)
