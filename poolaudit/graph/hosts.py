"""What the name of a host tells by itself: how far away it is, and whose managed service it is.

In: a host name or address. Out: a word, a provider's endpoint, or a setting at the place where the host is written.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from poolaudit._kept import kept
from poolaudit._parts import folder, named_parts
from poolaudit.catalog.hosts import HOST_OF_CONTAINER, LOOPBACK_NAMES, PRIVATE_SUFFIXES
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.catalog.model import ProviderEndpoint
    from poolaudit.graph.world import World

T = TypeVar("T")
_PROVIDERS = "poolaudit.catalog.providers"
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
    from ipaddress import ip_address  # noqa: PLC0415

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
    name = host.lower()
    for module, number, literals in _endpoints():
        if any(each in name for each in literals):
            pattern, endpoint = _endpoint(module, number)
            if pattern.fullmatch(host) and (not endpoint.ports or port in endpoint.ports) and engine in ("", endpoint.engine):
                return endpoint
    return None


def endpoint_called(names: tuple[str, ...], port: int | None, engine: str) -> ProviderEndpoint | None:
    """The managed endpoint of one of these names, by engine and, where the provider tells endpoints apart so, by port."""
    for _, group in named_parts(_PROVIDERS, "ENDPOINTS"):
        found: ProviderEndpoint
        for found in group:
            if found.name in names and (not found.ports or port in found.ports) and engine in ("", found.engine):
                return found
    return None


@cache
def _endpoints() -> list[tuple[str, int, tuple[str, ...]]]:
    """Every endpoint of the catalog: module, position, and texts of which its host names hold one."""
    return kept(
        "providers",
        (folder(_PROVIDERS),),
        lambda: [
            (module, number, _literal(endpoint.host))
            for module, group in named_parts(_PROVIDERS, "ENDPOINTS")
            for number, endpoint in enumerate(group)
        ],
    )


@cache
def _endpoint(module: str, number: int) -> tuple[re.Pattern[str], ProviderEndpoint]:
    endpoint: ProviderEndpoint = import_module(module).ENDPOINTS[number]
    return re.compile(endpoint.host, re.IGNORECASE), endpoint


def _literal(pattern: str) -> tuple[str, ...]:
    """For each alternative of a pattern the longest text that stands in every match; empty where there is none."""
    depth, alternatives = 0, [[""]]
    for token in re.findall(r"\\.|\[[^\]]*\]|\{[^}]*\}|.", pattern):
        depth += (token == "(") - (token == ")")
        runs = alternatives[-1]
        if depth == 0 and token == "|":
            alternatives.append([""])
            continue
        if token in "?*" or token[0] == "{":
            runs[-1] = runs[-1][:-1]  # what stands before it may be missing
        literal = token[1:] if token in {r"\.", r"\-"} else token
        if depth == 0 and token != "." and len(literal) == 1 and (literal.isalnum() or literal in ".-_:/"):
            runs[-1] += literal
        else:
            runs.append("")
    return tuple(max(runs, key=len).lower() for runs in alternatives)
