"""Whether settings that hold in one environment of a framework hold in a world.

In: a client's environment (a Rails section, a Spring profile) and a world. Out: the world in which the client runs, or None.
Two environments never meet: a development pool is not traced through a production deployment.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.environment_variables import CHOOSERS
from poolaudit.graph.context import environment_name

if TYPE_CHECKING:
    from poolaudit.graph.world import World


def world_for(environment: str, world: World) -> World | None:
    """The world itself, the same under the client's environment where nothing deploys it, or None where it does not run."""
    wanted = environment_name(environment)
    if not wanted or wanted == world.environment:
        return world
    chosen = _chosen(world)
    if chosen:
        return world if wanted in chosen else None
    return replace(world, environment=wanted) if world.project is None and not world.environment else None


def _chosen(world: World) -> frozenset[str]:
    """Environments that the world's own variables choose."""
    found: set[str] = set()
    for name in CHOOSERS:
        value = world.lookup(name)
        if value.is_known and value.value is not None:
            found |= {environment_name(word.strip()) for word in value.value.reveal().split(",") if word.strip()}
    return frozenset(found)
