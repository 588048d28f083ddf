"""Which call of a function that keeps what it has opened first is the one of a program?

In: pools with their worlds, an indexed `Site`. Out: the same without those that another call, or none that can be told, opens.
The call counts that stands in the file with which a deployment starts its program (`uvicorn shop.main:app`); where none or
several do, the pool of the function stands for all of them, with what they differ in not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.graph.reach import names_file
from poolaudit.graph.started import expanded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World

    Held = tuple[ClientPool, World]


def first_calls(held: Iterable[Held], site: Site) -> Iterator[Held]:
    """One pool of each such function in each world, in the given order; all others as they are."""
    listed = list(held)
    calls: dict[tuple[object, int], list[ClientPool]] = {}
    for pool, world in listed:
        if pool.one_of is not None and pool.span != pool.one_of and _starts(world, pool.span.path, site):
            calls.setdefault((pool.one_of, id(world)), []).append(pool)
    for pool, world in listed:
        chosen = calls.get((pool.one_of, id(world)), [])
        if pool.one_of is None or (chosen == [pool] if len(chosen) == 1 else pool.span == pool.one_of):
            yield pool, world


def _starts(world: World, path: str, site: Site) -> bool:
    """Whether the command of a world's deployment names a file."""
    if world.workload is None:
        return False
    parts = expanded(world.workload.deployment, world, site.images, site.names)
    return any(names_file(word, path) for part in parts for word in part)
