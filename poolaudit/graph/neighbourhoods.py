"""Which deployments run together, environment by environment.

In: the `Deployment` facts of all manifests. Out: `Neighbourhood`s, with files merged as compose merges them: `extends` and
`include` across files, override files over their base, a file of one environment over the base where it is no whole of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.compose_files import READ_BY_DEFAULT
from poolaudit.facts.deployment_merge import merge_deployments
from poolaudit.graph.context import context_of, environment_name
from poolaudit.graph.world import Neighbourhood

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.deployment import Deployment

BASE = ""
_DEEPEST = 20
"""Files that extend or include each other in a row."""


def neighbourhoods(deployments: Iterable[Deployment]) -> tuple[Neighbourhood, ...]:
    """One for each project and environment, sorted; Dockerfiles are no neighbourhoods."""
    groups: dict[tuple[str, str], dict[str, list[Deployment]]] = {}
    for each in _joined(tuple(each for each in deployments if each.surface != "dockerfile")):
        environments = groups.setdefault((each.surface, each.project), {})
        environments.setdefault(_environment(each), []).append(each)
    return tuple(
        Neighbourhood(surface, project, environment, members)
        for (surface, project), environments in sorted(groups.items())
        for environment, members in sorted(_environments(environments).items())
    )


def _joined(deployments: tuple[Deployment, ...]) -> Iterable[Deployment]:
    """The services with what they extend merged in, each in the project and environment of the file that includes its own."""
    by_place = {(each.span.path, each.name): each for each in deployments}
    including: dict[str, Deployment] = {}
    for each in deployments:
        for path in each.includes:
            including.setdefault(path, each)
    templates = {each.extends[0] for each in deployments if each.extends is not None and each.extends[0] != each.span.path}
    for each in deployments:
        path = each.span.path
        if path in templates and path not in including and _file(each) not in READ_BY_DEFAULT:
            continue
        whole = _extended(each, by_place)
        outer = _outermost(path, including)
        yield whole if outer is None else replace(whole, project=outer.project, environment=outer.environment)


def _extended(deployment: Deployment, by_place: dict[tuple[str, str], Deployment]) -> Deployment:
    """The service over what it extends in other files."""
    seen = {(deployment.span.path, deployment.name)}
    while deployment.extends is not None and deployment.extends not in seen and len(seen) < _DEEPEST:
        seen.add(deployment.extends)
        base = by_place.get(deployment.extends)
        if base is None:
            break
        deployment = replace(
            merge_deployments(replace(base, includes=()), replace(deployment, extends=None)), extends=base.extends
        )
    return deployment


def _outermost(path: str, including: dict[str, Deployment]) -> Deployment | None:
    """A service of the file that includes this one, directly or through others; None for a file that none includes."""
    seen = {path}
    found = including.get(path)
    while found is not None and found.span.path in including and found.span.path not in seen:
        seen.add(found.span.path)
        found = including[found.span.path]
    return found if found is not None and found.span.path not in seen else None


def _environment(deployment: Deployment) -> str:
    """The environment that its file names; a sample beside the real file is one of its own."""
    if deployment.environment == BASE and context_of(_file(deployment)).value == "example":
        return "example"
    return environment_name(deployment.environment)


def _file(deployment: Deployment) -> str:
    """Name of the file without its folders, in lower case."""
    return deployment.span.path.rpartition("/")[2].lower()


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
    for each in sorted(members, key=lambda one: ("override" in _file(one), one.span.path, one.span.offset)):
        found[each.name] = merge_deployments(found[each.name], each) if each.name in found else each
    return found


def _is_overlay(overlay: dict[str, Deployment], base: dict[str, Deployment]) -> bool:
    """Whether a file is meant to be laid over the base: a service of both has neither image nor build in it."""
    return any(name in base and not each.image.is_known and not each.build.is_known for name, each in overlay.items())
