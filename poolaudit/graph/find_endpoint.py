"""Where a host and port lead, from the point of view of the code that uses them.

In: a connection string and a world. Out: an `Endpoint`, and the deployment of the same tree behind it, if there is one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.hosts import DEFAULT_PORTS, HOST_OF_CONTAINER
from poolaudit.catalog.local_proxies import CLOUD_SQL
from poolaudit.facts.setting import Setting
from poolaudit.facts.units import Seconds
from poolaudit.graph.context import environment_name
from poolaudit.graph.declared import declared_internal
from poolaudit.graph.endpoint import Endpoint
from poolaudit.graph.hosts import by_host, endpoint_called, in_container, locality_of, provider_of
from poolaudit.graph.kubernetes_names import inside_pod, is_name_of, port_inside

if TYPE_CHECKING:
    from poolaudit.catalog.model import ProviderEndpoint
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.facts.server import ServerConfig
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import Neighbourhood, World

_KINDS_OF_HOST = {"local": "this machine", "internal": "a private name or address", "remote": "a public name or address"}


@dataclass(frozen=True, slots=True)
class Located:
    """An endpoint with what stands behind it."""

    endpoint: Endpoint
    port: Setting[int]
    """Port inside the deployment, after published ports are followed."""
    hood: Neighbourhood | None = None
    deployment: Deployment | None = None
    provider: ProviderEndpoint | None = None
    pooler: PoolerConfig | None = None
    """The managed pooler that the same configuration makes, where the host is its name there."""
    server: ServerConfig | None = None
    """The managed server likewise."""
    proxied: str = ""
    """Why what is behind the deployment, a proxy that pools nothing, is a managed server itself."""


def locate(dsn: Dsn, world: World, site: Site) -> Located:
    """Follow the first host of a connection string."""
    host, port = _outside_name(dsn.host, world, site), effective_port(dsn)
    if not host.is_known or not host.value:
        return Located(_unknown(host, port), port)
    name = host.value
    found = _in_tree(name, port, world, site) or _through_proxy(name, port, dsn.engine, world, site)
    if found is not None:
        hood, deployment, inner = found
        located = Located(_inside(host, port, deployment, inner), inner, hood, deployment)
        from poolaudit.graph.auth_proxy import instance_at, phrase  # noqa: PLC0415  # most trees deploy nothing

        listener = instance_at(deployment, inner.value, dsn.engine, site.images)
        return located if listener is None else _proxied(located, phrase(listener, f"service {deployment.name}"))
    made = _made(host, port, dsn.engine, world, site)
    if made is not None:
        return made
    provider = provider_of(name, port.value if port.is_known else None, dsn.engine)
    internal = declared_internal(host, site.config)
    if provider is not None:
        endpoint = _managed(host, port, provider)
        return Located(replace(endpoint, locality=internal or endpoint.locality), port, provider=provider)
    endpoint = _unknown(host, port, locality_of(name), in_container(name, world))
    return Located(replace(endpoint, locality=internal or endpoint.locality), port)


def _made(host: Setting[str], port: Setting[int], engine: str, world: World, site: Site) -> Located | None:
    """What the configuration around the workload makes under the name that stands for the host."""
    if world.project is None:
        return None
    pooler = next(
        (each for each in site.pooler_configs if _is_named(each, host.value or "", world) and _listens(each, port)), None
    )
    server = next((each for each in site.server_configs if _is_named(each, host.value or "", world)), None)
    resource = pooler.resource if pooler is not None else server.resource if server is not None else None
    provider = endpoint_called(resource.endpoints, port.value, engine) if resource is not None else None
    if provider is None:
        return None
    return Located(_managed(host, port, provider), port, provider=provider, pooler=pooler, server=server)


def _is_named(config: PoolerConfig | ServerConfig, host: str, world: World) -> bool:
    """Whether a resource is what a host is called in its own configuration."""
    own = config.resource
    return (
        own is not None
        and own.address.lower() == host.lower()
        and own.project == world.project
        and environment_name(own.environment) == world.environment
    )


def _listens(config: PoolerConfig, port: Setting[int]) -> bool:
    """Whether a pooler that shares its host with the server has a port of its own, and this is it."""
    own = dict(config.settings).get("listen_port")
    return own is None or own.value == str(port.value)


def effective_port(dsn: Dsn) -> Setting[int]:
    """The port as written, else the default of the server family."""
    if dsn.port.is_known or dsn.port.span is not None:
        return dsn.port
    default = DEFAULT_PORTS.get(dsn.engine)
    return Setting.default(default, "port", f"default of {dsn.engine}") if default else dsn.port


def _in_tree(name: str, port: Setting[int], world: World, site: Site) -> tuple[Neighbourhood, Deployment, Setting[int]] | None:
    hoods = site.worlds.neighbourhoods
    if world.project is not None:
        own = [h for h in hoods if (h.surface, h.project, h.environment) == (world.surface, world.project, world.environment)]
        for hood in own:
            near = world.workload.deployment if world.workload is not None else None
            deployment = hood.named(name, near, port.value)
            if deployment is None and near is not None and locality_of(name) == "local":
                deployment = inside_pod(hood.deployments, near, port.value, lambda each: _listening(each, site))
            if deployment is not None:
                return hood, deployment, _through_service(deployment, name, port)
    if world.project is not None and world.surface in {"kubernetes", "helm"}:
        return None
    # code outside of clusters reaches what a host publishes; a cluster's names only where nothing else has any
    clusters = tuple(hood for hood in hoods if hood.surface in {"kubernetes", "helm"})
    hoods = tuple(hood for hood in hoods if hood not in clusters)
    outside = world.project is None and locality_of(name) == "local"
    if (outside or name.lower() in HOST_OF_CONTAINER) and port.is_known and port.value:
        found = [
            (hood, hit) for hood in hoods if (hit := hood.publishing(port.value)) and world.environment in ("", hood.environment)
        ]
        named = {(hood.surface, hood.project, hit[0].name) for hood, hit in found}
        if len(named) == 1:
            hood, (deployment, inner) = found[0]
            published = next(each for each in deployment.ports if each.published == port.value)
            mapped = Setting.derived(inner, "port", f"port {port.value} is published by {deployment.name}", port)
            return hood, deployment, replace(mapped, span=published.span)
    if world.project is None:
        same = [
            (hood, each) for hood in hoods or clusters if hood.environment == world.environment and (each := hood.named(name))
        ]
        if len(same) == 1:
            return same[0][0], same[0][1], port
    return None


def _listening(deployment: Deployment, site: Site) -> int | None:
    """The port of a pooler as its variables say, else the one that the image is known for."""
    known = site.images.pooler(deployment)
    names = [name for name, meaning in known[1].environment if meaning == "@listen_port"] if known is not None else []
    for entry in deployment.env if names else ():
        text = entry.value.value.reveal() if entry.name in names and entry.value.is_known and entry.value.value else ""
        if text.isascii() and text.isdecimal():
            return int(text)
    return site.images.port(deployment)


def _through_proxy(
    name: str, port: Setting[int], engine: str, world: World, site: Site
) -> tuple[Neighbourhood, Deployment, Setting[int]] | None:
    """The proxy to a managed server that answers on `localhost`."""
    if locality_of(name) != "local" or name.startswith(("/", "@")) or not site.worlds.neighbourhoods:
        return None
    from poolaudit.graph.auth_proxy import instance_nearby  # noqa: PLC0415

    found = instance_nearby(world, site.worlds.neighbourhoods, port.value, engine, site.images)
    return (*found, port) if found is not None else None


def _proxied(located: Located, why: str) -> Located:
    """The endpoint as the provider's: what a proxy that pools nothing leads to."""
    host, unknown = located.endpoint.host, "whether Cloud SQL closes idle connections is not known"
    endpoint = replace(
        located.endpoint,
        provider=by_host(CLOUD_SQL, "provider", why, host),
        drops_idle=Setting.unresolved(unknown, host.span, "drops idle connections"),
    )
    return replace(located, endpoint=endpoint, proxied=why)


def _outside_name(host: Setting[str], world: World, site: Site) -> Setting[str]:
    """The host elsewhere that a name of the cluster stands for (an ExternalName Service); any other host as it is."""
    near = world.workload.deployment if world.workload is not None else None
    for hood in site.worlds.neighbourhoods if host.value and world.surface == "kubernetes" else ():
        for each in hood.aliases:
            own = (hood.surface, hood.project, hood.environment) == (world.surface, world.project, world.environment)
            if own and is_name_of(each.name, each.namespace, host.value or "", near):
                return each.host.because_of(*host.evidence())
    return host


def _through_service(deployment: Deployment, host: str, port: Setting[int]) -> Setting[int]:
    """The port inside of the container, where a Kubernetes Service maps it."""
    inner = port_inside(deployment, host, port.value) if port.value is not None else None
    if inner is None or inner == port.value:
        return port
    return Setting.derived(inner, "port", f"Service {host} leads to port {inner} of {deployment.name}", port)


def _inside(host: Setting[str], port: Setting[int], deployment: Deployment, inner: Setting[int]) -> Endpoint:
    service = f"service {deployment.name}"
    return Endpoint(
        host=host,
        port=port,
        provider=Setting.absent("provider"),
        kind=Setting.unresolved(f"what runs in {service} is not known", deployment.span, "endpoint"),
        locality=by_host("internal", "network", service, host),
        suspends=by_host(False, "stops when idle", service, host),
        drops_idle=by_host(False, "drops idle connections", service, host),
        twin=Setting.absent("twin"),
        port_inside=inner,
    )


def _managed(host: Setting[str], port: Setting[int], provider: ProviderEndpoint) -> Endpoint:
    doubt = any(source.verified == "memory" for source in provider.sources)
    named = replace(by_host(provider.provider, "provider", f"by its host {host.value}", host), assumed=doubt)
    words = provider.name.replace("-", " ")
    drops = provider.suspends or provider.idle_close is not None
    unknown = f"whether {provider.provider} closes idle connections is not known"
    return Endpoint(
        host=host,
        port=port,
        provider=named,
        kind=Setting.derived(provider.kind, "endpoint", words, named)
        if provider.kind
        else Setting.unresolved(f"host and port do not tell whether {provider.provider} pools here", host.span, "endpoint"),
        locality=Setting.derived("remote", "network", "a managed service", named),
        suspends=Setting.derived(provider.suspends, "stops when idle", words, named),
        drops_idle=Setting.derived(True, "drops idle connections", words, named)
        if drops
        else Setting.unresolved(unknown, host.span, "drops idle connections"),
        twin=_twin(host, provider),
        pooling=_pooling(host, provider),
        ipv6_only=replace(by_host(provider.ipv6_only, "has no IPv4 address", "unless its owner added one", host), assumed=True),
        idle_close=_idle_close(provider, words, named),
    )


def _idle_close(provider: ProviderEndpoint, words: str, named: Setting[str]) -> Setting[Seconds]:
    """After how long the provider closes idle connections; a time after which it stops the server can be changed by its owner."""
    label = "closes idle connections after"
    if provider.idle_close is None:
        return Setting.unresolved(f"after how long {words} closes idle connections is not known", named.span, label)
    found = Setting.derived(Seconds(provider.idle_close), label, words, named)
    return replace(found, assumed=named.assumed or provider.suspends)


def _pooling(host: Setting[str], provider: ProviderEndpoint) -> Setting[str]:
    """What a direct endpoint could be replaced by."""
    twin = _twin(host, provider) if provider.to_pooled else Setting[str].absent()
    words = f"the pooled endpoint {twin.value}" if twin.is_known else provider.pooling
    label = "pooling"
    return (
        by_host(words, label, f"offered by {provider.provider}", host)
        if words and provider.kind == "direct"
        else Setting.absent(label)
    )


def _twin(host: Setting[str], provider: ProviderEndpoint) -> Setting[str]:
    rewrites = provider.to_pooled or provider.to_direct
    if not rewrites or host.value is None:
        return Setting.absent("twin")
    name, number = host.value, ""
    for rewrite in rewrites:
        if rewrite.part == "host":
            name = re.sub(rewrite.find, rewrite.replace, name, count=1) if rewrite.find else rewrite.replace
        elif rewrite.part == "port":
            number = f":{rewrite.replace}"
        else:
            return Setting.absent("twin")
    return by_host(name + number, "twin", f"{provider.provider}'s other endpoint", host)


def _unknown(host: Setting[str], port: Setting[int], locality: str = "", why: str = "") -> Endpoint:
    why = why or (host.note if not host.is_known else f"what answers at {host.value} is not known")
    place: Setting[str] = (
        by_host(locality, "network", f"{host.value} is {_KINDS_OF_HOST[locality]}", host)
        if locality
        else Setting.unresolved(why, host.span, "network")
    )
    remote = locality == "remote"
    return Endpoint(
        host=host,
        port=port,
        provider=Setting.absent("provider"),
        kind=Setting.unresolved(why or "no host is given", host.span, "endpoint"),
        locality=place,
        suspends=Setting.unresolved(why, host.span, "stops when idle"),
        drops_idle=Setting.unresolved(why, host.span, "drops idle connections")
        if remote or not locality
        else by_host(False, "drops idle connections", "", host),
        twin=Setting.absent("twin"),
    )
