"""Kubernetes clusters as neighbourhoods. In: the facts of manifests. Out: a `Neighbourhood` for each cluster.

It has a `Deployment` for each container. Containers of one pod share `localhost`. A Service leads to the container that listens
on its target port; one that selects pods of different images leads to nobody that can be named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.deployment import Deployment, Port, ServicePort
from poolaudit.facts.setting import Setting
from poolaudit.graph.kubernetes_environments import clusters
from poolaudit.graph.kubernetes_patches import identity, image_name
from poolaudit.graph.kubernetes_variables import Values, expand_words, mounts, variables
from poolaudit.graph.world import Alias, Neighbourhood

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from poolaudit.facts.deployment import EnvFile
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.kubernetes import Autoscaler, Container, PodWorkload, ServiceName
    from poolaudit.graph.built_images import BuiltImages
    from poolaudit.graph.kubernetes_environments import Cluster
    from poolaudit.graph.kubernetes_patches import Objects

_MOST_PODS = 9
"""Pods of a StatefulSet that get a name of their own."""


def cluster_neighbourhoods(facts: Iterable[Fact], env_files: Iterable[EnvFile], images: BuiltImages) -> tuple[Neighbourhood, ...]:
    """One for each cluster that runs something."""
    files = {each.path: each for each in env_files}
    return tuple(
        Neighbourhood(
            "kubernetes",
            each.project,
            each.environment,
            tuple(_named(_deployments(each, files, images))),
            tuple(Alias(one.name, one.namespace, one.external) for one in each.objects.services if one.external.is_known),
        )
        for each in clusters(facts)
        if each.objects.workloads
    )


def _deployments(cluster: Cluster, files: Mapping[str, EnvFile], images: BuiltImages) -> Iterator[Deployment]:
    objects = cluster.objects
    values = Values(objects.data, files)
    taken = {(each.template_of, each.namespace) for each in objects.workloads if each.template_of}
    selecting = _selecting(objects)
    for workload in objects.workloads:
        if (workload.name, workload.namespace) in taken and workload.kind == "Deployment":
            continue
        whole = _with_template(workload, objects)
        leading = [(service, _leads(service, whole)) for service in selecting.get(identity(workload), ())]
        replicas = _replicas(whole, objects.autoscalers)
        lasting = [each for each in whole.containers if not each.initial]
        for one in whole.containers:
            env, hidden = variables(one, whole.namespace, values)
            build, dockerfile = images.built(one.image)
            answering = [(service, ports.get(one.name, ())) for service, ports in leading if one.name in ports]
            yield Deployment(
                name=whole.name if [one] == lasting else f"{whole.name}/{one.name}",
                surface="kubernetes",
                span=whole.span if [one] == lasting else one.span,
                project=cluster.project,
                environment=cluster.environment,
                hostnames=tuple(dict.fromkeys(name for service, _ in answering for name in _hostnames(service, whole))),
                image=one.image,
                build=build,
                dockerfile=dockerfile,
                command=expand_words(one.args, env),
                entrypoint=expand_words(one.command, env),
                replicas=replicas,
                surge=whole.surge,
                memory=one.memory,
                cpus=one.cpus,
                env=env,
                env_files=hidden,
                ports=tuple(_ports(one, answering)),
                mounts=tuple(mounts(one, whole, values)),
                namespace=whole.namespace,
                pod=f"{whole.kind} {whole.namespace}/{whole.name}",
                service_ports=tuple(port for _, ports in answering for port in ports),
                initial=one.initial,
                example=cluster.example,
                applied_by=cluster.applied_by,
            )


def _named(found: Iterator[Deployment]) -> Iterator[Deployment]:
    """Each deployment with a name of its own: with its namespace, then its kind, where two have the same."""
    every = list(found)
    counts: dict[str, int] = {}
    for each in every:
        counts[each.name] = counts.get(each.name, 0) + 1
    seen: set[str] = set()
    for each in every:
        name = each.name
        if counts[name] > 1 and each.namespace:
            name = f"{each.namespace}/{name}"
        if name in seen:
            name = f"{name} ({each.pod.partition(' ')[0]})"
        seen.add(name)
        yield replace(each, name=name)


def _with_template(workload: PodWorkload, objects: Objects) -> PodWorkload:
    """A Rollout with the pods of the Deployment that it names."""
    for each in objects.workloads if workload.template_of else ():
        if each.kind == "Deployment" and each.name == workload.template_of and each.namespace == workload.namespace:
            return replace(workload, labels=each.labels, containers=each.containers, volumes=each.volumes)
    return workload


def _replicas(workload: PodWorkload, autoscalers: Iterable[Autoscaler]) -> Setting[int]:
    """The most that run: an autoscaler beats the number in the manifest."""
    for each in autoscalers:
        same = each.target_name == workload.name and each.target_kind == workload.kind
        if same and (each.namespace == workload.namespace or not each.namespace or not workload.namespace):
            if each.maximum.value is None:
                return Setting.unresolved(each.maximum.note or f"{each.kind} gives no maximum", each.span, "replicas")
            note = f"{each.kind} {each.name} scales up to it"
            return Setting.derived(each.maximum.value, "replicas", note, each.maximum)
    return workload.replicas


def _selecting(objects: Objects) -> dict[tuple[str, str, str], list[ServiceName]]:
    """Services by the workload that they lead to; one that leads to pods of different images is left out."""
    found: dict[tuple[str, str, str], list[ServiceName]] = {}
    whole = [(each, _with_template(each, objects)) for each in objects.workloads]
    labelled = [(each, pods, set(pods.labels)) for each, pods in whole]
    for service in objects.services:
        wanted = set(service.selector)
        pods = [
            (each, template)
            for each, template, labels in labelled
            if wanted and each.namespace == service.namespace and wanted <= labels
        ]
        images = {tuple(image_name(one.image.value or "") for one in template.containers) for _, template in pods}
        for each, _ in pods if len(images) == 1 else ():
            found.setdefault(identity(each), []).append(service)
    return found


def _leads(service: ServiceName, workload: PodWorkload) -> dict[str, tuple[ServicePort, ...]]:
    """Ports of the Service by the container that answers them."""
    lasting = [each for each in workload.containers if not each.initial]
    if not service.ports:
        return {lasting[0].name: ()} if len(lasting) == 1 else {}
    found: dict[str, tuple[ServicePort, ...]] = {}
    for port in service.ports:
        one, inner = _target(port.target, lasting)
        if one is not None and inner is not None:
            made = ServicePort(service.name, inner if service.headless else port.port, inner, port.published, port.span)
            found[one.name] = (*found.get(one.name, ()), made)
    return found


def _target(target: int | str, lasting: list[Container]) -> tuple[Container | None, int | None]:
    """The container that listens on a target port, by number or by name, and the number."""
    for one in lasting:
        for each in one.ports:
            if target in (each.name, each.port.container):
                return one, each.port.container
    if len(lasting) == 1 and isinstance(target, int):
        return lasting[0], target
    return None, None


def _hostnames(service: ServiceName, workload: PodWorkload) -> Iterator[str]:
    yield service.name
    if workload.service == service.name:
        most = workload.replicas.value or 1
        yield from (f"{workload.name}-{number}.{service.name}" for number in range(min(most, _MOST_PODS)))


def _ports(one: Container, answering: Iterable[tuple[ServiceName, tuple[ServicePort, ...]]]) -> Iterator[Port]:
    """Ports of the container; those that a Service of type NodePort or LoadBalancer opens are published."""
    outside = {port.container: port for _, ports in answering for port in ports if port.published is not None}
    for each in one.ports:
        opened = outside.pop(each.port.container, None)
        yield replace(each.port, published=opened.published, span=opened.span) if opened is not None else each.port
    for container, opened in outside.items():
        yield Port(container, opened.published, "", opened.span)
