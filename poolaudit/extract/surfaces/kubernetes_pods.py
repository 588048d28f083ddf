"""Pods and what makes them. In: the tree of one object. Out: a `PodWorkload`.

Fields: the Kubernetes API reference 1.34 (core/v1 PodSpec, apps/v1, batch/v1), Argo Rollouts, Knative Serving, KEDA ScaledJob and
OpenShift DeploymentConfig, read 2026-11-20. Defaults: `replicas` 1, `parallelism` 1, `concurrencyPolicy` Allow, KEDA's
`maxReplicaCount` 100; a Knative service has no upper limit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.surfaces.kubernetes_containers import container
from poolaudit.extract.surfaces.kubernetes_tree import (
    counted,
    elements,
    entries,
    is_templated,
    metadata,
    number,
    of_one_run,
    plain,
    under,
    worded,
)
from poolaudit.facts.kubernetes import PodWorkload, Volume, VolumeSource
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import MappingNode, Node
    from poolaudit.facts.kubernetes import Container

_TEMPLATES = {
    **dict.fromkeys(
        ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "DeploymentConfig", "Rollout", "Job"),
        ("spec", "template"),
    ),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "ScaledJob": ("spec", "jobTargetRef", "template"),
    "Pod": (),
}
"""Where the pod template stands."""
KINDS = frozenset(_TEMPLATES)
_ONCE = frozenset({"Pod", "Job"})
_KNATIVE = "serving.knative.dev/"
_MAX_SCALES = ("autoscaling.knative.dev/max-scale", "autoscaling.knative.dev/maxScale")
_KEDA_MAXIMUM = 100
_SURGE = "25%"
"""Default of `maxSurge`: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge, read 2026-11-21."""


def is_workload(api: str, kind: str) -> bool:
    """Whether an object makes pods."""
    return kind in KINDS or (kind == "Service" and api.startswith(_KNATIVE))


def workload(source: Source, root: MappingNode, api: str, kind: str) -> PodWorkload | None:
    """The workload; None when a template renders its name."""
    named = of_one_run(root) if kind in _ONCE else metadata(root)
    if named is None:
        return None
    name, span, namespace = named
    knative = kind == "Service"
    template = root if kind == "Pod" else root.get(*(("spec", "template") if knative else _TEMPLATES[kind]))
    hidden = "a template" if is_templated(source) else ""
    replicas = _max_scale(template) if knative else _replicas(root, kind)
    if hidden and not replicas.is_written and replicas.span is None:
        replicas = Setting.unresolved("a template may set it", None, "replicas")
    del api
    return PodWorkload(
        kind="KnativeService" if knative else kind,
        name=name,
        namespace=namespace,
        span=span,
        labels=entries(under(template, "metadata", "labels")),
        replicas=replicas,
        containers=tuple(_containers(source, template, hidden)),
        volumes=tuple(_volumes(under(template, "spec", "volumes"))),
        service=plain(root.get("spec", "serviceName")),
        template_of=plain(root.get("spec", "workloadRef", "name")) if kind == "Rollout" else "",
        surge=_surge(root.get("spec", "strategy"), hidden) if kind == "Deployment" else Setting.absent("maxSurge"),
    )


def _surge(strategy: Node | None, hidden: str) -> Setting[str]:
    """Copies that a rolling update adds; what nobody writes has no place."""
    kind = under(strategy, "type")
    if kind is not None and plain(kind) == "Recreate":
        return Setting.written("0", kind.span, "maxSurge", "strategy Recreate")
    written = worded(under(strategy, "rollingUpdate", "maxSurge"), "maxSurge")
    if written.origin is not Origin.ABSENT:
        return written
    if hidden:
        return Setting.unresolved("a template may set it", None, "maxSurge")
    return Setting.default(_SURGE, "maxSurge", "Kubernetes")


def _containers(source: Source, template: Node | None, hidden: str) -> Iterator[Container]:
    for each in elements(under(template, "spec", "initContainers")):
        # one that is restarted for ever is a sidecar
        yield container(source, each, hidden=hidden, initial=plain(each.get("restartPolicy")) != "Always")
    for each in elements(under(template, "spec", "containers")):
        yield container(source, each, hidden=hidden, initial=False)


def _replicas(root: MappingNode, kind: str) -> Setting[int]:
    """Copies as written; what nobody writes has no place, so that a patch which is silent changes nothing."""
    if kind == "DaemonSet":
        return Setting.unresolved("one on each node", None, "replicas")
    if kind == "Pod":
        return Setting.default(1, "replicas", "a single pod")
    if kind == "ScaledJob":
        most = counted(root.get("spec", "maxReplicaCount"), "maxReplicaCount")
        return most if most.is_known or most.span else Setting.default(_KEDA_MAXIMUM, "maxReplicaCount", "KEDA")
    if kind in ("Job", "CronJob"):
        spec = root.get("spec") if kind == "Job" else root.get("spec", "jobTemplate", "spec")
        pods = counted(under(spec, "parallelism"), "parallelism")
        pods = pods if pods.is_known or pods.span else Setting.default(1, "parallelism", "Kubernetes")
        overlaps = kind == "CronJob" and plain(root.get("spec", "concurrencyPolicy")) not in ("Forbid", "Replace")
        return replace(pods, note="of one run; concurrencyPolicy lets runs overlap") if overlaps and pods.is_known else pods
    written = counted(root.get("spec", "replicas"), "replicas")
    return written if written.is_known or written.span else Setting.default(1, "replicas", "Kubernetes")


def _max_scale(template: Node | None) -> Setting[int]:
    for name in _MAX_SCALES:
        node = under(template, "metadata", "annotations", name)
        if node is not None:
            most = number(node)
            if most:
                return Setting.written(most, node.span, "max-scale")
            why = "max-scale 0 is no limit" if most == 0 else "not a number"
            return Setting.unresolved(why, node.span, "max-scale")
    return Setting.unresolved("nothing limits how far the service scales", None, "max-scale")


def _volumes(node: Node | None) -> Iterator[Volume]:
    for each in elements(node):
        projected = each.get("projected", "sources")
        sources = [_source(part) for part in elements(projected)] if projected is not None else [_source(each)]
        yield Volume(plain(each.get("name")), tuple(sources))


def _source(node: MappingNode) -> VolumeSource:
    for kind, key, names in (("ConfigMap", "configMap", ("name",)), ("Secret", "secret", ("secretName", "name"))):
        one = node.get(key)
        if one is not None:
            name = next((plain(under(one, each)) for each in names if under(one, each) is not None), "")
            items = tuple((plain(item.get("key")), plain(item.get("path"))) for item in elements(under(one, "items")))
            return VolumeSource(kind, name, items)
    return VolumeSource("")
