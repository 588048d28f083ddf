"""Which entry of the catalog a pool comes from. In: a pool. Out: the `Constructor` that made it, and names of its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients

if TYPE_CHECKING:
    from poolaudit.catalog.model import Constructor
    from poolaudit.facts.client_pool import ClientPool


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
