"""A server's timeouts. In: a way to read its settings, or a file that nothing of the tree mounts. Out: fields of a `Server`.

What the file leaves out has PostgreSQL's default, except where it includes others, or where a provider runs the server with
defaults of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from poolaudit._parts import parts
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.facts.units import Millis, Seconds
from poolaudit.graph.context import context_of
from poolaudit.graph.read_values import number
from poolaudit.graph.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.catalog.model import Server as ServerSoftware
    from poolaudit.facts.server import ServerConfig
    from poolaudit.facts.sql_use import SqlUse
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route
    from poolaudit.graph.site import Site

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


def lone_servers(site: Site) -> tuple[Server, ...]:
    """The PostgreSQL servers whose files nothing of the tree mounts."""
    mounted = {mount.source for hood in site.worlds.neighbourhoods for each in hood.deployments for mount in each.mounts}
    return tuple(_lone(each) for each in site.server_configs if each.path not in mounted and each.engine == "postgresql")


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


def _lone(config: ServerConfig) -> Server:
    software: ServerSoftware = next(each for each in parts("poolaudit.catalog.servers", "SERVER") if each.name == config.engine)
    written = dict(config.settings)

    def read(name: str) -> Setting[int]:
        if name in written:
            return number(written[name], name)
        if config.includes or config.managed:
            why = "a provider's default holds" if config.managed else "an included file may set it"
            return Setting.unresolved(why, config.span, name)
        parameter = next((each for each in software.parameters if each.name == name), None)
        if parameter is None or not parameter.default:
            return Setting.absent(name)
        return Setting.default(int(parameter.default), name, f"default of {software.title}")

    def unknown(label: str) -> Setting[NoReturn]:
        return Setting.unresolved("nothing in the repository says which server reads the file", config.span, label)

    server = Server(
        span=config.span,
        symbol=f"server {config.path}",
        context=context_of(config.path.partition("#")[0]),
        trail=(Evidence(config.span, Origin.WRITTEN, "a server's settings"),),
        name=config.resource.address if config.resource is not None else config.path.partition("#")[0].rpartition("/")[2],
        engine=config.engine,
        version=unknown("version"),
        max_connections=number(written["max_connections"], "max_connections")
        if "max_connections" in written
        else unknown("max_connections"),
        reserved_connections=unknown("reserved connections"),
        usable_connections=unknown("usable connections"),
        configured=Setting(True, Origin.DERIVED, config.span),
    )
    return with_timeouts(server, read)


def _in_seconds(setting: Setting[int]) -> Setting[Seconds]:
    value = Millis(setting.value).to_seconds() if setting.is_known and setting.value is not None else None
    shown = f"{setting.value} ms" if setting.value else ""
    return replace(setting.read_as(value), shown=shown if setting.is_known else "")
