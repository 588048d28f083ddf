"""What the name of a host tells by itself: how far away it is, and whose managed service it is.

In: a host name or address. Out: a word, a provider's endpoint, or a setting at the place where the host is written.
"""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, TypeVar

from poolaudit._parts import parts
from poolaudit.catalog.hosts import HOST_OF_CONTAINER, LOOPBACK_NAMES, PRIVATE_SUFFIXES
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.catalog.model import ProviderEndpoint
    from poolaudit.graph.world import World

T = TypeVar("T")
_CONTAINERS = frozenset({"compose", "kubernetes", "helm"})
"""Surfaces whose workloads have a localhost of their own."""


def by_host(value: T, label: str, note: str, host: Setting[str]) -> Setting[T]:
    """What the name of a host tells, at the place where the host is written."""
    return Setting(value, Origin.DERIVED, host.span, label, note, host.because, host.assumed)


def locality_of(host: str) -> str:
    """`local`, `internal` or `remote`, from a name or address alone."""
    name = host.lower().rstrip(".")
    if name.startswith(("/", "@")) or name in LOOPBACK_NAMES:
        return "local"
    try:
        address = ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        internal = "." not in name or name in HOST_OF_CONTAINER or name.endswith(PRIVATE_SUFFIXES)
        return "internal" if internal else "remote"
    if address.is_loopback or address.is_unspecified:
        return "local"
    return "internal" if address.is_private or address.is_link_local else "remote"


def in_container(host: str, world: World) -> str:
    """Why nothing that runs beside the code can be what answers at a local name: the code runs in a container. Else empty."""
    deployment = world.workload.deployment if world.workload is not None else None
    if deployment is None or deployment.surface not in _CONTAINERS or locality_of(host) != "local":
        return ""
    if deployment.network and deployment.network not in {"bridge", "none"}:
        return f"service {deployment.name} shares a network (network_mode: {deployment.network})"
    return f"{host} is the container of service {deployment.name} itself"


def provider_of(host: str, port: int | None, engine: str) -> ProviderEndpoint | None:
    """The managed endpoint that a host is, by its name and, where the provider tells endpoints apart so, its port."""
    for pattern, endpoint in _providers():
        if pattern.fullmatch(host) and (not endpoint.ports or port in endpoint.ports) and engine in ("", endpoint.engine):
            return endpoint
    return None


@cache
def _providers() -> tuple[tuple[re.Pattern[str], ProviderEndpoint], ...]:
    entries = (endpoint for group in parts("poolaudit.catalog.providers", "ENDPOINTS") for endpoint in group)
    return tuple((re.compile(endpoint.host, re.IGNORECASE), endpoint) for endpoint in entries)
