"""A server's timeouts. In: a way to read its settings. Out: fields of a `Server`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.units import Millis, Seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.facts.sql_use import SqlUse
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route
    from poolaudit.graph.server import Server

_IDLE = "idle_in_transaction_session_timeout"
TIMEOUTS = (
    "statement_timeout",
    "lock_timeout",
    "deadlock_timeout",
    "transaction_timeout",
    "idle_in_transaction_session_timeout",
    "idle_session_timeout",
)
"""Parameters in milliseconds (https://www.postgresql.org/docs/18/runtime-config-client.html)."""
_FIELDS = {_IDLE: "idle_in_transaction_timeout"}
"""Parameter → field of a `Server`, where they are called differently."""


def with_timeouts(server: Server, read: Callable[[str], Setting[int]]) -> Server:
    """The server with its timeouts; `read` gives a parameter in its base unit."""
    found: dict[str, Any] = {_FIELDS.get(name, name): _in_seconds(read(name)) for name in TIMEOUTS}
    return replace(server, **found)


def with_idle_limit(server: Server, limit: Setting[int]) -> Server:
    """The server with the seconds after which it ends sessions that do nothing: `wait_timeout` of MySQL."""
    value = Seconds(limit.value) if limit.is_known and limit.value is not None else None
    return replace(server, idle_session_timeout=limit.read_as(value))


def with_bounds(
    servers: Iterable[Server], routes: tuple[Route, ...], uses: tuple[SqlUse, ...], poolers: tuple[Pooler, ...]
) -> tuple[Server, ...]:
    """The same servers, each with what ends idle transactions there."""
    return tuple(replace(each, bounds_idle_transactions=_bounds(each, routes, uses, poolers)) for each in servers)


def _bounds(server: Server, routes: tuple[Route, ...], uses: tuple[SqlUse, ...], poolers: tuple[Pooler, ...]) -> Setting[bool]:
    label = "idle transactions end"
    own = server.idle_in_transaction_timeout
    for each in (own, server.transaction_timeout):
        if each.value:
            return each.restated(True)
    unknown = next((each for each in (own, server.transaction_timeout) if each.origin is Origin.UNRESOLVED), None)
    if unknown is not None:
        return Setting.unresolved(unknown.note, unknown.span, label)
    use = next((each for each in uses if each.subject == _IDLE), None)
    if use is not None:
        return Setting.written(value=True, span=use.span, label=label, note="a statement sets it for a role, database or session")
    for route in routes:
        sent = next((value for name, value in route.client.pool.startup_parameters if name.lower() == _IDLE), None)
        if sent is not None:
            return Setting.derived(True, label, "a client asks for it", sent)
    for pooler in poolers:
        wait = pooler.idle_transaction_timeout
        if wait.value or wait.origin is Origin.UNRESOLVED:
            return wait.restated(True)
    if not own.is_known:
        return Setting.unresolved("whether the server bounds them is not known", server.span, label)
    return own.restated(False)


def _in_seconds(setting: Setting[int]) -> Setting[Seconds]:
    value = Millis(setting.value).to_seconds() if setting.is_known and setting.value is not None else None
    shown = f"{setting.value} ms" if setting.value else ""
    return replace(setting.read_as(value), shown=shown if setting.is_known else "")
