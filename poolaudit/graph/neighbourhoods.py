"""Which deployments run together, environment by environment.

In: the `Deployment` facts of all manifests. Out: `Neighbourhood`s, with overlay files merged into their base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.deployment_merge import merge_deployments
from poolaudit.graph.context import environment_name
from poolaudit.graph.world import Neighbourhood

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.deployment import Deployment

BASE = ""


def neighbourhoods(deployments: Iterable[Deployment]) -> tuple[Neighbourhood, ...]:
    """One for each project and environment, sorted; Dockerfiles are no neighbourhoods."""
    groups: dict[tuple[str, str], dict[str, list[Deployment]]] = {}
    for each in deployments:
        if each.surface in {"compose", "kubernetes", "procfile"}:
            environments = groups.setdefault((each.surface, each.project), {})
            environments.setdefault(environment_name(each.environment), []).append(each)
    return tuple(
        Neighbourhood(surface, project, environment, members)
        for (surface, project), environments in sorted(groups.items())
        for environment, members in sorted(_environments(environments).items())
    )


def _environments(files: dict[str, list[Deployment]]) -> dict[str, tuple[Deployment, ...]]:
    base = _merged(files.get(BASE, []))
    merged = {BASE: tuple(base.values())} if base else {}
    for environment, members in files.items():
        if environment == BASE:
            continue
        overlay = _merged(members)
        if base and _is_overlay(overlay, base):
            names = {**base, **overlay}
            merged[environment] = tuple(
                merge_deployments(base[name], overlay[name]) if name in base and name in overlay else names[name]
                for name in names
            )
        else:
            merged[environment] = tuple(overlay.values())
    return merged


def _merged(members: list[Deployment]) -> dict[str, Deployment]:
    """Deployments of one environment by name; files of the same environment are merged in order of path, override files last."""
    found: dict[str, Deployment] = {}
    for each in sorted(members, key=lambda one: ("override" in one.span.path, one.span.path, one.span.offset)):
        found[each.name] = merge_deployments(found[each.name], each) if each.name in found else each
    return found


def _is_overlay(overlay: dict[str, Deployment], base: dict[str, Deployment]) -> bool:
    """Whether a file is meant to be laid over the base: a service of both has neither image nor build in it."""
    return any(name in base and not each.image.is_known and not each.build.is_known for name, each in overlay.items())
