"""A route as the stations that a map draws. In: a `Route`. Out: workload, client, address, pooler and server, each with a label.

What is not known is a station too, marked with `?` and the reason, so that a map never looks more complete than it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolaudit._records import dataclass
from poolaudit.facts.setting import Origin
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span
    from poolaudit.graph.client import Client
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route
    from poolaudit.graph.server import Server
    from poolaudit.graph.workload import Workload


@dataclass(frozen=True, slots=True)
class Station:
    """One thing on a route. Two routes meet where their stations are equal."""

    kind: str
    """`workload`, `client`, `address`, `pooler`, `server` or `unknown`."""
    name: str
    """Printable, free of secrets."""
    details: tuple[str, ...]
    """Printable phrases; those that say what is not known start with `?`."""
    span: Span | None


def stations(route: Route) -> tuple[Station, ...]:
    """Everything from the workload to the server, in the direction in which a connection is opened."""
    parts: list[Station] = []
    if route.workload is not None:
        parts.append(workload(route.workload))
    parts.append(client(route.client))
    parts.append(_address(route))
    if route.pooler is not None:
        parts.append(pooler(route.pooler))
    if route.server is not None:
        parts.append(server(route.server))
    return tuple(parts)


def workload(each: Workload) -> Station:
    """What runs the code: `web  gunicorn, 4 processes × 3 copies`."""
    size = " × ".join(phrase for phrase in (_number(each.processes, "process"), _number(each.replicas, "copy")) if phrase)
    details = (_known("{}", each.program), size, _unknown("processes", each.processes), _unknown("copies", each.replicas))
    return _station("workload", each.name, details, each.span)


def client(each: Client) -> Station:
    """What opens connections: `asyncpg.create_pool  asyncpg, at most 20 connections`."""
    limit = (
        "no upper limit"
        if each.unbounded.is_known and each.unbounded.value
        else _number(each.max_connections, "connection", "at most ")
    )
    return _station("client", each.call, (each.library, limit, _unknown("limit", each.max_connections)), each.span)


def pooler(each: Pooler) -> Station:
    """What shares connections: `PgBouncer  1.24, transaction mode, pool size 20`."""
    details = (
        _known("{} (the current release)" if each.version.assumed else "{}", each.version),
        _known("{} mode", each.mode),
        _unknown("mode", each.mode),
        _known("pool size {}", each.pool_size),
        _number(each.replicas, "copy") if each.replicas.value != 1 else "",
    )
    return _station("pooler", each.name, details, each.span)


def server(each: Server) -> Station:
    """What holds the data: `db  postgresql 16, 97 of 100 connections for applications`."""
    limit = _number(each.max_connections, "connection", "at most ")
    if each.usable_connections.is_known and each.max_connections.is_known:
        limit = f"{each.usable_connections.value} of {each.max_connections.value} connections for applications"
    engine = " ".join(part for part in (each.engine, _known("{}", each.version)) if part)
    return _station("server", each.name, (engine, limit, _unknown("limit", each.max_connections)), each.span)


def _address(route: Route) -> Station:
    """Where the connection string leads, or why that is not known."""
    endpoint = route.endpoint
    details = (_known("{}", endpoint.provider), _known("{}", endpoint.kind), _unknown("direct or pooled", endpoint.kind))
    if route.dsn is not None:
        return _station("address", route.dsn.masked, details, route.dsn.span)
    host = endpoint.host
    if host.is_known:
        name = f"{host.value}:{endpoint.port.value}" if endpoint.port.is_known else str(host.value)
        return _station("address", name, details, host.span)
    return _station("unknown", f"? {host.note or 'no connection string'}", (), host.span or route.client.span)


def _station(kind: str, name: str, details: tuple[str, ...], span: Span | None) -> Station:
    return Station(kind, printable(name), tuple(dict.fromkeys(printable(each) for each in details if each)), span)


def _known(pattern: str, setting: Setting[Any]) -> str:
    return pattern.format(setting.value) if setting.is_known and setting.value is not None else ""


def _number(setting: Setting[Any], noun: str, before: str = "") -> str:
    """`4 processes`, `1 copy`."""
    if not setting.is_known or setting.value is None:
        return ""
    plural = {"process": "processes", "copy": "copies"}.get(noun, f"{noun}s")
    return f"{before}{setting.value} {noun if setting.value == 1 else plural}"


def _unknown(what: str, setting: Setting[Any]) -> str:
    return f"? {what}: {setting.note or 'not known'}" if setting.origin is Origin.UNRESOLVED else ""
