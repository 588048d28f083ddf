"""What lies behind a connection string: through a pooler, where there is one, to the server.

In: a connection string and a world. Out: a `Way`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.public_images import SPEAK_REDIS
from poolaudit.facts.setting import Setting
from poolaudit.graph.context import context_of
from poolaudit.graph.declared import declared_pooler
from poolaudit.graph.find_endpoint import locate
from poolaudit.graph.hosts import by_host, in_container
from poolaudit.graph.images import repository_of
from poolaudit.graph.managed_pooler import managed
from poolaudit.graph.managed_server import managed_server, server_called, server_made
from poolaudit.graph.pooler_settings import line_value, settings_for
from poolaudit.graph.read_values import about
from poolaudit.graph.resolve_pooler import pooler_for
from poolaudit.graph.resolve_server import declared_server, server_in
from poolaudit.graph.running_pooler import lone, pooler_software, running_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.facts.span import Span
    from poolaudit.graph.endpoint import Endpoint
    from poolaudit.graph.find_endpoint import Located
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.running_pooler import Running
    from poolaudit.graph.server import Server
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World


_REDIS = "redis"


@dataclass(frozen=True, slots=True)
class Way:
    """What a client meets on its way to the server."""

    endpoint: Endpoint
    pooler: Pooler | None
    server: Server | None
    direct: Setting[bool]


def follow(dsn: Dsn, world: World, site: Site) -> Way:
    """Follow a connection string through a pooler, where there is one, to the server."""
    located = locate(dsn, world, site)
    deployment, hood, provider = located.deployment, located.hood, located.provider
    if deployment is not None and hood is not None:
        running = running_in(deployment, hood, site)
        if running is not None:
            return _pooled(located, pooler_for(running, dsn.database, dsn.user), _server_behind(running, dsn, located, site))
        server = server_in(deployment, site)
        if server is not None:
            return _straight(located, server)
        if located.proxied:
            return _straight(located, None, located.proxied)
    declared = declared_pooler(located.endpoint.host, located.endpoint.port, site.config)
    if declared is not None:
        return _pooled(located, pooler_for(declared, dsn.database, dsn.user), None)
    nobody = deployment is not None or provider is not None or in_container(located.endpoint.host.value or "", world)
    lone_way = None if nobody else _through_lone_file(located, dsn, site)
    if lone_way is not None:
        return lone_way
    server = declared_server(located.endpoint, dsn.engine, site)
    if server is not None and (provider is None or provider.kind != "pooled"):
        return _straight(located, server)
    if deployment is not None:
        if dsn.engine == _REDIS and _speaks_redis(deployment, site):
            return _straight(located, None)
        why = f"what runs in service {deployment.name} is not known"
        return Way(located.endpoint, None, None, Setting.unresolved(why, deployment.span, "direct"))
    if provider is None:
        host = located.endpoint.host
        why = located.endpoint.kind.note or "what answers there is not known"
        return Way(located.endpoint, None, None, Setting.unresolved(why, host.span, "direct"))
    if located.pooler is not None:
        return _pooled(located, pooler_for(lone(located.pooler), dsn.database, dsn.user), server_made(located.pooler, site))
    if provider.kind == "direct":
        return _straight(located, managed_server(located.endpoint, site, located.server))
    pooler, kind = managed(located.endpoint, provider), located.endpoint.kind
    return Way(located.endpoint, pooler, None, about(kind, "direct", lambda value: value == "direct"))


def _speaks_redis(deployment: Deployment, site: Site) -> bool:
    return repository_of(site.images.image(deployment)).rpartition("/")[2] in SPEAK_REDIS


def doubted(pooler: Pooler) -> Pooler:
    """The pooler as one that may not be the right one: findings about it are less sure."""
    mode, shares = replace(pooler.mode, assumed=True), replace(pooler.shares_connections, assumed=True)
    return replace(pooler, mode=mode, shares_connections=shares)


def _pooled(located: Located, pooler: Pooler, server: Server | None, by: str = "") -> Way:
    host, note = located.endpoint.host, by or f"{host_name(located)} is {pooler.name}"
    endpoint = replace(located.endpoint, kind=by_host("pooled", "endpoint", note, host))
    return Way(endpoint, pooler, server, by_host(False, "direct", note, host))


def host_name(located: Located) -> str:
    """What messages call the other end: a service of the tree, else the host."""
    deployment = located.deployment
    return f"service {deployment.name}" if deployment is not None else str(located.endpoint.host.value)


def _straight(located: Located, server: Server | None, by: str = "") -> Way:
    host, note = located.endpoint.host, by or f"{host_name(located)} is the server itself"
    endpoint = replace(located.endpoint, kind=by_host("direct", "endpoint", note, host))
    return Way(endpoint, None, server, by_host(True, "direct", note, host))


def _server_behind(running: Running, dsn: Dsn, located: Located, site: Site) -> Server | None:
    """The server of the tree that a pooler of the tree connects to."""
    line = settings_for(running, dsn.database, dsn.user).database
    host: str | None = None
    if line is not None:
        host = line_value(line, "host").value
    elif running.config is None:
        host = _host_of_environment(running, site)
    target = located.hood.named(host, located.deployment) if located.hood is not None and host else None
    if target is not None:
        return server_in(target, site)
    return server_called(host, located.hood, site) if located.hood is not None and host else None


def _host_of_environment(running: Running, site: Site) -> str | None:
    """The server's host as the variables name it that the pooler's image reads."""
    variables = running.world.variables if running.world is not None else {}
    for name, meaning in running.image.environment if running.image is not None else ():
        value = variables.get(name)
        if value is None or value.value is None or value.span is None:
            continue
        if meaning == "@host":
            return value.value.reveal()
        if meaning == "@url":
            dsn = site.readers.parse_dsn(value.value.reveal(), _everywhere(value.span), "libpq")
            return dsn.host.value if dsn is not None else None
    return None


def _everywhere(span: Span) -> Callable[[int, int], Span]:
    return lambda _start, _end: span


def _through_lone_file(located: Located, dsn: Dsn, site: Site) -> Way | None:
    """Through the pooler whose file nothing deploys, when it is the only one that listens on the port of a near host."""
    if located.endpoint.locality.value not in ("local", "internal") or not located.port.is_known:
        return None
    listening = [each for each in _lone_configs(site) if _listens(each, located.port.value)]
    if len(listening) != 1 or context_of(listening[0].path).value != "code":
        return None
    pooler = doubted(pooler_for(lone(listening[0]), dsn.database, dsn.user))
    return _pooled(located, pooler, None, f"{listening[0].path} listens on port {located.port.value}")


def _lone_configs(site: Site) -> list[PoolerConfig]:
    sources = {mount.source for hood in site.worlds.neighbourhoods for each in hood.deployments for mount in each.mounts}
    return [each for each in site.pooler_configs if each.path not in sources and not each.managed and not each.partial]


def _listens(config: PoolerConfig, port: int | None) -> bool:
    written = dict(config.settings).get("listen_port")
    if written is not None:
        return written.is_known and written.value == str(port)
    software = pooler_software(config.software)
    return software is not None and software.port == port
