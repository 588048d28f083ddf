"""Kustomize: objects with patches laid over them. In: `Objects` and a `Kustomization`. Out: the changed `Objects`.

Order and rules: kustomize 5.7 and the merge keys of the Kubernetes API 1.34 (containers, env and volumes by name, ports by
number, mounts by path, `envFrom` and commands replaced), read 2026-11-20.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, Union

from poolaudit._records import dataclass
from poolaudit.facts.kubernetes import Autoscaler, ConfigData, PodWorkload, ServiceName
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.kubernetes_operations import operate

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from poolaudit.facts.kubernetes import Container, ImageChange, JsonPatch, Kustomization

ClusterObject = Union[PodWorkload, ServiceName, ConfigData, Autoscaler]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects that are applied together."""

    workloads: tuple[PodWorkload, ...] = ()
    services: tuple[ServiceName, ...] = ()
    data: tuple[ConfigData, ...] = ()
    autoscalers: tuple[Autoscaler, ...] = ()

    @classmethod
    def of(cls, found: Iterable[object]) -> Objects:
        """The objects among some facts."""
        every = tuple(found)
        return cls(
            tuple(each for each in every if isinstance(each, PodWorkload)),
            tuple(each for each in every if isinstance(each, ServiceName)),
            tuple(each for each in every if isinstance(each, ConfigData)),
            tuple(each for each in every if isinstance(each, Autoscaler)),
        )

    def all(self) -> tuple[ClusterObject, ...]:
        """Every object."""
        return (*self.workloads, *self.services, *self.data, *self.autoscalers)

    def map(self, change: Callable[[ClusterObject], ClusterObject]) -> Objects:
        """Each object changed."""
        return Objects.of(map(change, self.all()))


def identity(each: ClusterObject) -> tuple[str, str, str]:
    """Kind, namespace and name: two objects with the same are one."""
    return getattr(each, "kind", "Service"), each.namespace, each.name


def kustomized(base: Objects, kustomization: Kustomization, patches: Iterable[ClusterObject], unread: bool) -> Objects:  # noqa: FBT001
    """What the kustomization makes of its resources. `unread`: a patch of it could not be read, so workloads are uncertain."""
    found = base
    for generated in kustomization.generated:
        found = patched(found, generated) if generated.merges else Objects.of((*found.all(), generated))
    for patch in (*patches, *kustomization.inline):
        found = patched(found, patch)
    found = _operated(found, kustomization)
    if kustomization.namespace:
        found = found.map(lambda each: replace(each, namespace=kustomization.namespace))
    if kustomization.prefix or kustomization.suffix:
        renamed = tuple(replace(each, name=f"{kustomization.prefix}{each.name}{kustomization.suffix}") for each in found.services)
        found = replace(found, services=renamed)
    workloads = tuple(_scaled(_with_images(each, kustomization.images), kustomization) for each in found.workloads)
    if unread:
        workloads = tuple(_doubted(each, "a patch that is not read") for each in workloads)
    return replace(found, workloads=workloads)


def patched(objects: Objects, patch: ClusterObject) -> Objects:
    """The objects with one patch laid over those of its kind and name; a patch of an object that is not there changes nothing."""

    def change(each: ClusterObject) -> ClusterObject:
        same = type(each) is type(patch) and getattr(each, "kind", "") == getattr(patch, "kind", "") and each.name == patch.name
        return merged(each, patch) if same and _near(each.namespace, patch.namespace) else each

    return objects.map(change)


def merged(base: ClusterObject, patch: ClusterObject) -> ClusterObject:
    """One object with a patch of the same type laid over it."""
    if isinstance(base, PodWorkload) and isinstance(patch, PodWorkload):
        return _workload(base, patch)
    if isinstance(base, ConfigData) and isinstance(patch, ConfigData):
        return replace(
            base,
            entries=_by(lambda entry: entry.name, base.entries, patch.entries),
            files=_by(lambda file: file[0], base.files, patch.files),
            env_files=(*base.env_files, *patch.env_files),
        )
    if isinstance(base, ServiceName) and isinstance(patch, ServiceName):
        return replace(
            base,
            selector=_by(lambda label: label[0], base.selector, patch.selector),
            ports=_by(lambda port: port.port, base.ports, patch.ports),
            external=patch.external if patch.external.is_known else base.external,
        )
    assert isinstance(base, Autoscaler) and isinstance(patch, Autoscaler)  # noqa: S101, PT018  # both are of one type
    return replace(base, maximum=_over(base.maximum, patch.maximum), minimum=_over(base.minimum, patch.minimum))


def _workload(base: PodWorkload, patch: PodWorkload) -> PodWorkload:
    known = {each.name: each for each in base.containers}
    for each in patch.containers:
        if each.deleted:
            known.pop(each.name, None)
        else:
            known[each.name] = _container(known[each.name], each) if each.name in known else each
    return replace(
        base,
        labels=_by(lambda label: label[0], base.labels, patch.labels),
        replicas=_over(base.replicas, patch.replicas),
        surge=_over(base.surge, patch.surge),
        containers=tuple(known.values()),
        volumes=_by(lambda volume: volume.name, base.volumes, patch.volumes),
    )


def _container(base: Container, patch: Container) -> Container:
    again = {entry.name for entry in patch.env} | set(patch.removed)
    kept = tuple(entry for entry in base.env if entry.name not in patch.removed)
    return replace(
        base,
        image=_over(base.image, patch.image),
        command=_over(base.command, patch.command),
        args=_over(base.args, patch.args),
        memory=_over(base.memory, patch.memory),
        cpus=_over(base.cpus, patch.cpus),
        env=_by(lambda entry: entry.name, kept, patch.env),
        references=(*(each for each in base.references if each.variable not in again), *patch.references),
        env_from=patch.env_from or base.env_from,
        ports=_by(lambda each: each.port.container, base.ports, patch.ports),
        mounts=_by(lambda each: each.target, base.mounts, patch.mounts),
        incomplete=base.incomplete or patch.incomplete,
    )


def _over(base: Setting[T], patch: Setting[T]) -> Setting[T]:
    """What the patch says; the base's value where it is silent."""
    says = patch.origin in (Origin.WRITTEN, Origin.DERIVED) or (patch.origin is Origin.UNRESOLVED and patch.span is not None)
    return patch if says else base


def _by(key: Callable[[T], Hashable], base: Iterable[T], patch: Iterable[T]) -> tuple[T, ...]:
    found = {key(each): each for each in base}
    found.update({key(each): each for each in patch})
    return tuple(found.values())


def _near(one: str, other: str) -> bool:
    return one == other or not one or not other


def _scaled(workload: PodWorkload, kustomization: Kustomization) -> PodWorkload:
    count = dict(kustomization.replicas).get(workload.name)
    return workload if count is None else replace(workload, replicas=_over(workload.replicas, count))


def _with_images(workload: PodWorkload, changes: Iterable[ImageChange]) -> PodWorkload:
    for change in changes:
        containers = tuple(
            replace(each, image=_changed(each.image, change)) if image_name(each.image.value or "") == change.name else each
            for each in workload.containers
        )
        workload = replace(workload, containers=containers)
    return workload


def image_name(image: str) -> str:
    """An image without tag and digest: `registry:5000/org/web:1.2` → `registry:5000/org/web`."""
    head, slash, tail = image.partition("@")[0].rpartition("/")
    return f"{head}{slash}{tail.partition(':')[0]}"


def _changed(image: Setting[str], change: ImageChange) -> Setting[str]:
    written = image.value or ""
    rest = written[len(image_name(written)) :]
    mark = f"@{change.digest}" if change.digest else f":{change.tag}" if change.tag else rest
    text = (change.new_name or change.name) + mark
    return Setting(text, Origin.DERIVED, change.span, "image", "set by kustomize").because_of(*image.evidence())


def _operated(objects: Objects, kustomization: Kustomization) -> Objects:
    for operation in kustomization.operations:

        def change(each: ClusterObject, operation: JsonPatch = operation) -> ClusterObject:
            kind = getattr(each, "kind", "Service")
            if operation.kind not in ("", kind) or operation.name not in ("", each.name):
                return each
            return operate(each, operation)

        objects = objects.map(change)
    return objects


def _doubted(workload: PodWorkload, why: str) -> PodWorkload:
    """A workload that something unread may change."""
    return replace(
        workload,
        replicas=Setting.unresolved(f"{why} may change it", workload.replicas.span, "replicas"),
        containers=tuple(replace(each, incomplete=each.incomplete or why) for each in workload.containers),
    )
