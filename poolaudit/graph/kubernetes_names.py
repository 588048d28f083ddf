"""Whom a host name reaches inside of a Kubernetes cluster.

In: deployments of one cluster. Out: the one that answers. Names: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
(1.34, read 2026-11-20): `service`, `service.namespace`, `….svc` and `….svc.cluster.local`; containers of a pod share localhost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.facts.deployment import Deployment

_SUFFIXES = (".cluster.local", ".svc")


def in_cluster(deployments: Iterable[Deployment], host: str, near: Deployment | None, port: int | None) -> Deployment | None:
    """The deployment that a name leads to; None when none or, for all that is known, several pods answer."""
    found = [each for each in deployments if answers(each, host, near)]
    if port is not None and len(found) > 1:
        found = [each for each in found if any(one.port == port for one in each.service_ports)] or found
    return found[0] if len({each.pod for each in found}) == 1 else _of_one_image(found)


def answers(deployment: Deployment, host: str, near: Deployment | None) -> bool:
    """Whether a name, seen from the namespace of `near`, is one of the deployment's."""
    return any(is_name_of(name, deployment.namespace or "", host, near) for name in deployment.hostnames)


def is_name_of(service: str, namespace: str, host: str, near: Deployment | None) -> bool:
    """Whether `host` is the Service in one of its spellings; any namespace fits one that names none if `.svc` says what it is."""
    name = host.lower().rstrip(".")
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    qualified = name != host.lower().rstrip(".")
    if name == service.lower():
        return not qualified and (near is None or (near.namespace or "") == namespace)
    short, dot, space = name.rpartition(".")
    return bool(dot) and short == service.lower() and (space == (namespace or "default") or (qualified and not namespace))


def inside_pod(
    deployments: Iterable[Deployment], near: Deployment, port: int | None, default: Callable[[Deployment], int | None]
) -> Deployment | None:
    """The container of the same pod that listens on a port of localhost: one that declares it, else one that is known for it."""
    beside = [each for each in deployments if near.pod and each.pod == near.pod]
    declared = [each for each in beside if any(one.container == port for one in each.ports)]
    found = declared or [each for each in beside if not each.ports and default(each) == port]
    return found[0] if port and len(found) == 1 else None


def port_inside(deployment: Deployment, host: str, port: int) -> int | None:
    """The port of the container behind a port of a Service; None where the Service has no such port, or is not known."""
    name = host.lower().partition(".")[0]
    return next((each.container for each in deployment.service_ports if each.service.lower() == name and each.port == port), None)


def _of_one_image(found: list[Deployment]) -> Deployment | None:
    """The first of several pods that run the same image (a stable and a canary version)."""
    images = {(each.image.value or "").partition("@")[0].rpartition(":")[0] for each in found}
    return found[0] if found and len(images) == 1 else None
