"""Finds catalog entries of client libraries by name, by callee and by the pool that they made.

In: names as facts hold them. Out: `Client` and `Constructor` of the catalog.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit.catalog.languages import family

if TYPE_CHECKING:
    from poolaudit.catalog.model import Client, Constructor
    from poolaudit.facts.client_pool import ClientPool


@cache
def clients() -> dict[str, Client]:
    """Every client library of the catalog by name."""
    return {client.name: client for client in parts("poolaudit.catalog.clients", "CLIENT")}


@cache
def constructors(language: str) -> dict[str, tuple[Client, Constructor]]:
    """What opens connections in a language, by each dotted name under which code reaches it."""
    return {
        callee: (client, constructor)
        for client in clients().values()
        if client.language == family(language)
        for constructor in client.constructors
        for callee in constructor.callees
    }


def constructor_of(pool: ClientPool) -> Constructor | None:
    """The catalog entry of what opened a pool; None for a library or call that the catalog does not have."""
    client = clients().get(pool.library)
    callee = pool.call.partition("[")[0]
    for constructor in client.constructors if client is not None else ():
        if callee in (*constructor.callees, *constructor.blocks) and constructor.kind == pool.kind:
            return constructor
    return None


def outer_of(constructor: Constructor) -> str:
    """What stands before the driver's arguments in the names of a pool's arguments: `connect_args.`, or nothing for `**`."""
    return "" if constructor.driver_arguments == "**" else f"{constructor.driver_arguments}."
