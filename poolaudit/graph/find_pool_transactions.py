"""Finds each BEGIN that goes through a pool.

In: `SqlUse` facts, clients and the names of the repository. Out: `PoolTransaction`s, one for each BEGIN that its own text does
not end and whose object is surely a pool that takes a connection for each call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_of
from poolaudit.graph.opened_by import opened_by
from poolaudit.graph.pinned_version import library_named
from poolaudit.graph.pool_transaction import PoolTransaction
from poolaudit.graph.statement_words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.sql_use import SqlUse
    from poolaudit.graph.client import Client
    from poolaudit.graph.opened_by import Opened
    from poolaudit.graph.site import Site

_ENDS = frozenset({"commit", "rollback"})


def find_pool_transactions(site: Site, clients: tuple[Client, ...]) -> Iterator[PoolTransaction]:
    """Each of them, in the order of the facts."""
    for use in site.sql:
        if use.kind != "begin" or not use.left_open or not use.origin:
            continue
        opened = opened_by(use.origin, use.span.path, use.language, site.names)
        if opened is not None and use.call in opened.handling.per_call:
            yield _transaction(use, opened, site, clients)


def _transaction(use: SqlUse, opened: Opened, site: Site, clients: tuple[Client, ...]) -> PoolTransaction:
    name = opened.handling.library
    own = [each for each in clients if each.pool.library == name]
    exact = [each for each in own if _opens(each, use, opened)]
    ends = (each for each in site.sql if _ends(each, use))
    opening = (Evidence(each.span, Origin.WRITTEN, each.call) for each in exact[:1])
    steps = (Evidence(each.span, Origin.WRITTEN, f"{each.receiver}.{each.call}: {in_words(each)}") for each in (use, *ends))
    library = library_named(name)
    takes = [method for method, _ in opened.handling.checkouts]
    return PoolTransaction(
        span=use.span,
        symbol=f"{use.module or use.span.path}:{use.scope.function}:begin:{use.receiver}",
        context=context_of(use.span.path),
        trail=(*opening, *steps),
        receiver=use.receiver,
        call=use.call,
        library=library.title if library is not None else name,
        engine=_engine(name, exact or own, use),
        lone_connection=_lone(exact, use),
        takes=Setting.derived(f"{takes[0]}()", "takes a connection", "its manual") if takes else Setting.absent("takes"),
    )


def _opens(client: Client, use: SqlUse, opened: Opened) -> bool:
    """Whether a client is the object that the BEGIN goes through."""
    if opened.span is not None:
        if opened.span in client.pool.through and opened.asked is None:
            return client.span.path == use.span.path
        at = opened.asked if opened.span in client.pool.through and opened.asked is not None else opened.span
        return client.span.path == at.path and client.span.offset <= at.offset < client.span.end
    return client.span.path == use.span.path and client.pool.scope.assigned_to in ("", use.receiver)


def _lone(clients: list[Client], use: SqlUse) -> Setting[bool]:
    """Whether none of the pools that it may be has more than one connection.

    A size that is written and not known may be one; that other code may set it, as the opening itself says, is no such doubt.
    """
    sizes = [(each.max_connections, each.span) for each in clients]
    unknown = [size for size, opening in sizes if size.origin is Origin.UNRESOLVED and size.span != opening]
    lone = bool(sizes) and all(size.value == 1 for size, _ in sizes if size not in unknown)
    if lone and unknown:
        return Setting.unresolved(unknown[0].note, unknown[0].span, unknown[0].label)
    return Setting(lone, Origin.DERIVED, use.span)


def _ends(other: SqlUse, use: SqlUse) -> bool:
    """Whether another statement ends the transaction, by the same way in the same function."""
    return (
        other.kind in _ENDS
        and other.span.path == use.span.path
        and other.scope.function == use.scope.function
        and other.receiver == use.receiver
        and other.span.offset > use.span.offset
    )


def _engine(library: str, clients: list[Client], use: SqlUse) -> Setting[str]:
    """The engine that the library has, or that all of its clients have."""
    found = {_only_engine(library)} - {""} or {each.engine or _only_engine(each.driver) for each in clients}
    if len(found) == 1 and "" not in found:
        return Setting(found.pop(), Origin.DERIVED, use.span)
    return Setting.unresolved(f"nothing says which server {use.receiver} talks to", use.span, "engine")


def _only_engine(library: str) -> str:
    entry = library_named(library)
    return entry.engines[0] if entry is not None and len(entry.engines) == 1 else ""
