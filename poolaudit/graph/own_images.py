"""Services that run an image which the same repository builds. In: services, what is built. Out: services with a context.

A file for production names the image that another file of the tree builds: under the name of the image, or as the service of the
same name. A service of another folder counts when its name and that of the image share a word that is no everyday one.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import basename
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.built_images import BuiltImages, is_public, is_ready_made
from poolaudit.graph.images import repository_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.fact import Fact

_PULLING = frozenset({"cdk", "cloudformation", "compose", "copilot", "ecs", "gcloud", "pulumi", "terraform"})
"""Surfaces of manifests that name images."""
_EVERYDAY = frozenset(
    "api app application backend client cron dev engine frontend image job jobs main migrate migration migrations prod "
    "production proxy queue scheduler server service staging task tasks test ui web webapp worker workers www".split()
)
"""Words that services of any repository are called by."""


def with_contexts(deployments: Iterable[Deployment], facts: Iterable[Fact]) -> tuple[Deployment, ...]:
    """The deployments in order; a service whose image the tree builds has the context, and the Dockerfile, of what builds it."""
    found = tuple(deployments)
    if not any(_is_pulled(each) for each in found):
        return found
    built, services = BuiltImages(facts), _services(found)
    return tuple(_linked(each, built, services) if _is_pulled(each) else each for each in found)


def _is_pulled(deployment: Deployment) -> bool:
    """Whether it is a service with somebody's own image and nothing that builds it."""
    text = deployment.image.value
    return (
        deployment.surface in _PULLING
        and bool(text)
        and deployment.build.origin is Origin.ABSENT
        and not is_ready_made(text or "")
    )


def _services(deployments: Iterable[Deployment]) -> dict[str, list[Deployment]]:
    """Compose services that are built, by name."""
    found: dict[str, list[Deployment]] = {}
    for each in deployments:
        if each.surface == "compose" and each.build.is_known and "$" not in (each.build.value or ""):
            found.setdefault(each.name, []).append(each)
    return found


def _linked(deployment: Deployment, built: BuiltImages, services: dict[str, list[Deployment]]) -> Deployment:
    context, dockerfile = built.built(deployment.image)
    if context.is_known:
        return replace(deployment, build=context, dockerfile=dockerfile)
    if deployment.surface != "compose" or is_public(deployment.image.value or ""):
        return deployment
    twins = {(each.build.value, each.dockerfile, each.target): each for each in _twins(deployment, services)}
    if len(twins) != 1:
        return deployment
    twin = next(iter(twins.values()))
    why = f"service {twin.name} of {twin.span.path} builds it from {twin.build.value or 'the root'}"
    build: Setting[str] = Setting.derived(twin.build.value or "", "build", why, twin.build, deployment.image)
    return replace(deployment, build=build, dockerfile=twin.dockerfile, target=twin.target)


def _twins(deployment: Deployment, services: dict[str, list[Deployment]]) -> Iterator[Deployment]:
    """Services of the same name that are built: those of the same folder, else those whose name tells of the image."""
    same = services.get(deployment.name, [])
    near = [each for each in same if each.project == deployment.project]
    if near:
        yield from near
    elif _words(deployment.name) & _words(basename(repository_of(deployment.image))):
        yield from same


def _words(name: str) -> frozenset[str]:
    return frozenset(name.lower().replace("_", "-").replace(".", "-").split("-")) - _EVERYDAY - {""}
