"""Which Kubernetes objects are applied together, environment by environment.

In: the facts of manifests and kustomizations. Out: `Cluster`s. Each kustomization that no other one uses is built; manifests
outside of kustomizations belong to the environment that their path names. Sets of one environment see each other unless they hold
the same object twice: then each folder stands for itself.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.path_roles import ENVIRONMENT_ALIASES
from poolaudit.facts.kubernetes import Autoscaler, ChartRelease, ConfigData, HelmChart, Kustomization, PodWorkload, ServiceName
from poolaudit.graph.context import context_of, environment_name
from poolaudit.graph.kubernetes_patches import Objects, identity, kustomized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.fact import Fact
    from poolaudit.graph.kubernetes_patches import ClusterObject

_MARKERS = frozenset(("overlays", "overlay", "environments", "environment", "envs", "env", "clusters", "stages"))
"""Folders whose subfolders are environments by convention."""
_DEEPEST = 20
"""Kustomizations on top of each other."""
_MOST = 5_000
"""Objects of one build or environment; a hostile tree of kustomizations can double them at every level."""
_MOST_OF_ALL = 50_000
"""Objects of all environments together."""
DEFAULT = "the default of a Helm chart: nobody has to deploy it"
"""Why what a chart comes to with its own values alone is an example."""
_RELEASE = "HelmRelease"
"""Kind of what the values of charts say, which are no manifests."""
_Set = tuple[str, Objects]
"""Folder and what is applied from it."""
_FILES = ("kustomization.yaml", "kustomization.yml", "kustomization")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Objects that see each other."""

    project: str
    """Folder that tells sets of one environment apart; empty where there is one."""
    environment: str
    objects: Objects
    example: str = ""
    """Why nobody has to run it; empty for what is applied."""
    applied_by: str = ""
    """As `Deployment.applied_by`."""


def clusters(facts: Iterable[Fact]) -> tuple[Cluster, ...]:
    """Every set of objects, sorted by environment and folder."""
    every = tuple(facts)
    templates = tuple(f"{each.folder}/templates/".lstrip("/") for each in every if isinstance(each, HelmChart))
    by_path: dict[str, list[ClusterObject]] = {}
    for each in every:
        if not isinstance(each, (PodWorkload, ServiceName, ConfigData, Autoscaler)) or getattr(each, "kind", "") == _RELEASE:
            continue
        # what a chart's templates say is true of no release before they are rendered
        if not each.span.path.startswith(templates):
            by_path.setdefault(each.span.path, []).append(each)
    applied = {each.folder: each for each in every if isinstance(each, ChartRelease) and _is_kustomized(each)}
    builder = _Builder(by_path, {each.folder: each for each in every if isinstance(each, Kustomization)}, applied)
    sets: dict[str, list[_Set]] = {}
    for folder in builder.roots():
        sets.setdefault(_environment(folder.split("/") if folder else []), []).append((folder, builder.build(folder)))
    plain: dict[str, list[_Set]] = {}
    for path, found in by_path.items():
        # what stands beside a kustomization that does not list it is not applied
        if path not in builder.used and dirname(path) not in builder.kustomizations:
            *folders, name = path.split("/")
            plain.setdefault(_environment(folders, name), []).append((dirname(path), Objects.of(found)))
    count = sum(len(objects.all()) for _, objects in plain.get("", []))
    for environment, members in plain.items():
        # a great many environments, or shared objects, are no deployment of one application
        shared = _not_in(members, plain.get("", [])) if environment and count * len(plain) <= _MOST_OF_ALL else []
        sets.setdefault(environment, []).extend([*members, *shared])
    return (*_bounded(sets), *rendered(each for each in every if isinstance(each, ChartRelease) and not _is_kustomized(each)))


def rendered(releases: Iterable[ChartRelease]) -> tuple[Cluster, ...]:
    """What charts apply, with the values of each environment; of two files for one environment, the last."""
    found: dict[tuple[str, str], Cluster] = {}
    for each in releases:
        project, environment = each.folder or ".", environment_name(each.environment)
        example = "" if environment else DEFAULT
        found[project, environment] = Cluster(project, environment, Objects.of(each.objects), example, each.span.path)
    return tuple(each for each in found.values() if each.objects.workloads or each.objects.services)


def _is_kustomized(release: ChartRelease) -> bool:
    """Whether a kustomization applies the chart, among its own objects."""
    return release.span.path.rpartition("/")[2].lower() in _FILES


def _bounded(sets: dict[str, list[_Set]]) -> Iterator[Cluster]:
    """The clusters, as long as there are no more objects than a real repository has."""
    left = _MOST_OF_ALL
    for environment, members in sorted(sets.items()):
        for project, objects in sorted(_grouped(members).items(), key=lambda item: item[0]):
            left -= len(objects.all())
            if left >= 0 and (objects.workloads or objects.services):
                yield Cluster(project, environment, objects)


def _not_in(members: list[_Set], shared: list[_Set]) -> list[_Set]:
    """Manifests of no environment, without what those of the environment replace."""
    own = {identity(each) for _, objects in members for each in objects.all()}
    return [(folder, Objects.of(each for each in objects.all() if identity(each) not in own)) for folder, objects in shared]


class _Builder:
    """Builds kustomizations."""

    def __init__(
        self,
        by_path: dict[str, list[ClusterObject]],
        kustomizations: dict[str, Kustomization],
        applied: dict[str, ChartRelease],
    ) -> None:
        self._by_path = by_path
        self._applied = applied
        self._built: dict[str, Objects] = {}
        self.kustomizations = kustomizations
        """By folder."""
        self.used: set[str] = set()
        """Files that a kustomization takes, as resource or as patch."""

    def roots(self) -> tuple[str, ...]:
        """Folders of kustomizations that no other one uses."""
        below = {_folder(path) for each in self.kustomizations.values() for path in each.resources}
        return tuple(sorted(set(self.kustomizations) - below))

    def build(self, folder: str, depth: int = 0) -> Objects:
        """What `kustomize build` makes of a folder; of an object that it takes twice, the last."""
        if folder in self._built:
            return self._built[folder]
        self._built[folder] = Objects()  # a kustomization that uses itself ends here
        kustomization = self.kustomizations[folder]
        charts = self._applied[folder].objects if folder in self._applied else ()
        found: dict[tuple[str, str, str], ClusterObject] = {identity(each): each for each in charts}
        for path in kustomization.resources:
            taken: Iterable[ClusterObject] = ()
            if _folder(path) in self.kustomizations:
                taken = self.build(_folder(path), depth + 1).all() if depth < _DEEPEST else ()
            else:
                self.used.add(path)
                taken = self._by_path.get(path, ())
            found.update((identity(each), each) for each in taken if len(found) < _MOST)
        patches: list[ClusterObject] = []
        unread = False
        for path, kind, name in kustomization.patches:
            self.used.add(path)
            read = self._by_path.get(path, [])
            patches += [_aimed(each, kind, name) for each in read]
            unread = unread or (not read and kind in ("", "Deployment", "StatefulSet", "Rollout"))
        self._built[folder] = kustomized(Objects.of(found.values()), kustomization, patches, unread)
        return self._built[folder]


def _aimed(patch: ClusterObject, kind: str, name: str) -> ClusterObject:
    return replace(patch, name=name) if name and kind in ("", getattr(patch, "kind", "Service")) else patch


def _folder(path: str) -> str:
    """The folder of a kustomization that is named by its file or by its folder."""
    head, _, name = path.rpartition("/")
    return head if name in _FILES else path


def _environment(folders: list[str], name: str = "") -> str:
    """The environment that a path names: `k8s/overlays/prod` → `production`, `deployment.staging.yaml` → `staging`."""
    lower = [each.lower() for each in folders]
    for number in range(len(lower) - 1, 0, -1):
        if lower[number - 1] in _MARKERS:
            return environment_name(lower[number])
    stem = name.lower().replace("-", ".").replace("_", ".").split(".")[:-1]
    words = [*stem[-1:], *reversed(lower)]
    return next((ENVIRONMENT_ALIASES[word] for word in words if word in ENVIRONMENT_ALIASES), "")


def _grouped(members: list[_Set]) -> dict[str, Objects]:
    """One set of all, or one for each folder when an object stands in two; tests and examples always stand for themselves."""
    folders: dict[str, list[ClusterObject]] = {}
    for folder, objects in members:
        folders.setdefault(folder, []).extend(objects.all())
    alone = {folder for folder in folders if context_of(f"{folder}/x" if folder else "x").value != "code"}
    seen: set[tuple[str, str, str]] = set()
    for folder in folders.keys() - alone:
        own = {identity(each) for each in folders[folder]}
        if own & seen:
            return {each: Objects.of(found) for each, found in folders.items()}
        seen |= own
    together = [each for folder in sorted(folders.keys() - alone) for each in folders[folder]]
    grouped = {folder: Objects.of(folders[folder]) for folder in alone}
    return {**grouped, "": Objects.of((*grouped.get("", Objects()).all(), *together))} if together else grouped
