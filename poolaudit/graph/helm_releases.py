"""Helm releases as neighbourhoods, and which env files still count beside what a cluster sets.

In: the values of charts. Out: a `Neighbourhood` for each chart and environment; `values.yaml` beside a `Chart.yaml` is a default
that no deployment has to use, so it counts as an example unless a file of an environment is laid over it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.deployment import Deployment
from poolaudit.facts.kubernetes import ChartRelease, HelmChart, PodWorkload
from poolaudit.facts.setting import Origin
from poolaudit.graph.built_images import is_public
from poolaudit.graph.context import environment_name
from poolaudit.graph.kubernetes_environments import DEFAULT
from poolaudit.graph.kubernetes_patches import Objects, merged
from poolaudit.graph.kubernetes_variables import Values, variables
from poolaudit.graph.world import Neighbourhood

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span
    from poolaudit.graph.built_images import BuiltImages
    from poolaudit.graph.world import World

_CLUSTERS = frozenset(("kubernetes", "helm"))


def releases(facts: Iterable[Fact], images: BuiltImages) -> tuple[Neighbourhood, ...]:
    """One for each chart and environment."""
    every = tuple(facts)
    charts = {each.folder for each in every if isinstance(each, HelmChart)}
    told = _rendered(each for each in every if isinstance(each, ChartRelease))
    values: dict[str, dict[str, dict[str, PodWorkload]]] = {}
    for each in every:
        if isinstance(each, PodWorkload) and each.kind == "HelmRelease" and not _is_told(each, told):
            values.setdefault(each.chart, {}).setdefault(environment_name(each.environment), {})[each.name] = each
    found: list[Neighbourhood] = []
    for chart, environments in sorted(values.items()):
        base = environments.get("", {})
        for environment, own in sorted(environments.items()):
            whole = {**base, **own} if environment else own
            components = [
                _overlaid(base[name], each) if environment and name in base and name in own else each
                for name, each in whole.items()
            ]
            example = DEFAULT if not environment and chart in charts else ""
            deployments = tuple(_deployments(Objects.of(components), environment, images, example))
            found.append(Neighbourhood("helm", chart, environment, deployments))
    return tuple(found)


def _rendered(found: Iterable[ChartRelease]) -> dict[str, list[tuple[ChartRelease, frozenset[Span]]]]:
    """Releases by their files of values, with the places of the images that these say."""
    told: dict[str, list[tuple[ChartRelease, frozenset[Span]]]] = {}
    for each in found:
        workloads = [one for one in each.objects if isinstance(one, PodWorkload)]
        images = (one.image for workload in workloads for one in workload.containers)
        places = frozenset(step.span for image in images for step in image.evidence() if step.span is not None)
        for path in each.values if workloads else ():
            told.setdefault(path, []).append((each, places))
    return told


def _is_told(component: PodWorkload, told: Mapping[str, list[tuple[ChartRelease, frozenset[Span]]]]) -> bool:
    """Whether the templates of a chart say what becomes of a component: they make it, or leave it out."""
    images = [one.image.span for one in component.containers if one.image.span is not None]
    for release, places in told.get(component.span.path, ()):
        whole = component.name == component.chart.rpartition("/")[2] and "image" in release.used
        if not places.isdisjoint(images) or (not release.incomplete and (whole or component.name in release.used)):
            return True
    return False


def _overlaid(base: PodWorkload, own: PodWorkload) -> PodWorkload:
    """Values of an environment over the chart's; a fixed number alone does not switch the autoscaler off."""
    found = merged(base, own)
    assert isinstance(found, PodWorkload)  # noqa: S101  # both are
    scaled = base.replicas.origin is Origin.DERIVED and own.replicas.is_written and not own.replicas.note
    return replace(found, replicas=base.replicas) if scaled else found


def _deployments(objects: Objects, environment: str, images: BuiltImages, example: str) -> Iterator[Deployment]:
    nothing = Values((), {})
    for each in objects.workloads:
        for one in each.containers:
            if is_public(one.image.value or ""):
                continue  # a chart of its own decides what it runs with
            env, hidden = variables(one, "", nothing)
            build, dockerfile = images.built(one.image)
            yield Deployment(
                name=each.name,
                surface="helm",
                span=each.span,
                project=each.chart,
                environment=environment,
                image=one.image,
                build=build,
                dockerfile=dockerfile,
                command=one.args,
                entrypoint=one.command,
                replicas=each.replicas,
                env=env,
                env_files=hidden,
                example=example,
            )


def _pulls(world: World) -> bool:
    """Whether a workload runs an image that something else builds of the repository."""
    deployment = world.workload.deployment if world.workload is not None else None
    return (
        deployment is not None
        and deployment.surface == "compose"
        and bool(deployment.image.value)
        and deployment.build.origin is Origin.DERIVED
    )


def without_what_clusters_set(worlds: tuple[World, ...], env_files: tuple[World, ...]) -> tuple[World, ...]:
    """Env files that still say where code connects to: those with an address under a name that no cluster gives a value.

    Compose files and the like leave none: they name the env files that they use. One that only pulls what the repository builds
    is for machines that do not have the code.
    """
    if any(world.surface not in _CLUSTERS and not _pulls(world) for world in worlds):
        return ()
    known = {name for world in worlds for name, value in world.variables.items() if value.is_known}
    return tuple(
        file
        for file in env_files
        if any(
            name not in known and value.value is not None and "://" in value.value.reveal()
            for name, value in file.variables.items()
        )
    )
