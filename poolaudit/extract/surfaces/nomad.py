"""Nomad's jobs. In: an HCL tree. Out: a `Deployment` for each task, with the count of its group.

Meaning: https://developer.hashicorp.com/nomad/docs/job-specification (1.10, read 2026-11-21): `scaling.max` bounds a group
that an autoscaler changes; a job of type `system` runs on every node. Names of services in Consul:
https://developer.hashicorp.com/consul/docs/services/discovery/dns-static-lookups (1.21, read 2026-11-21).
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import command, count, environment, text
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each task of each group of each job."""
    for root in getattr(document, "roots", ()):
        for _, job in _labelled(root, "job"):
            for group_key, group in _labelled(job, "group"):
                copies = _copies(job, group, group_key)
                for key, task in _labelled(group, "task"):
                    yield _task(source, key, task, copies, (*_services(group, key.name), *_services(task)))


def concerns(source: Source) -> bool:
    """False for what is no HCL before Terraform fills it in (`templatefile`), so that nothing in it is what it seems."""
    if source.path.endswith(_OWN):
        return True
    lines = (line.strip() for line in source.text.splitlines())
    return not any(line.startswith(("%{", "${")) or "= ${" in line for line in lines)


_OWN = (".nomad", ".nomad.hcl")
SURFACE = Surface("nomad", ("hcl",), extract, globs=("*.nomad", "*.hcl"), triggers=('task "',), concerns=concerns)


def _labelled(node: Node, kind: str) -> Iterator[tuple[Key, MappingNode]]:
    """Blocks of one type with their label."""
    for key, each in node.items if isinstance(node, MappingNode) else ():
        if key.name == kind and isinstance(each, MappingNode):
            for label, body in each.items:
                if isinstance(body, MappingNode):
                    yield label, body


def _services(node: MappingNode, task: str = "") -> Iterator[str]:
    """Names in Consul of the services of a task, or of those of its group that are for it."""
    alone = not task or sum(1 for _ in _labelled(node, "task")) == 1
    for key, each in node.items:
        name = (
            text(each.get("name"), "name") if key.name == "service" and isinstance(each, MappingNode) else Setting[str].absent()
        )
        told = text(each.get("task"), "task").value if isinstance(each, MappingNode) else None
        if name.value and "${" not in name.value and (alone if told is None else told == task):
            yield f"{name.value}.service.consul"


def _copies(job: MappingNode, group: MappingNode, key: Key) -> Setting[int]:
    kind = job.get("type")
    if isinstance(kind, ScalarNode) and kind.value in ("system", "sysbatch"):
        return Setting.unresolved("it runs on every node of the cluster", kind.span, "count")
    scaling = group.get("scaling")
    most = count(scaling.get("max"), "scaling.max") if isinstance(scaling, MappingNode) else Setting[int].absent("scaling.max")
    written = count(group.get("count"), "count")
    found = most if most.origin is not Origin.ABSENT else written
    return found if found.origin is not Origin.ABSENT else Setting.default(1, "count", f"Nomad, group {key.name}")


def _task(source: Source, key: Key, task: MappingNode, copies: Setting[int], services: tuple[str, ...]) -> Deployment:
    config = task.get("config")
    part = config if isinstance(config, MappingNode) else MappingNode((), key.span)
    first, rest = command(part.get("command")), command(part.get("args"), "args")
    words = first
    if first.is_known and rest.is_known and first.span is not None:
        words = Setting.written((*(first.value or ()), *(rest.value or ())), first.span, "command")
    elif first.origin is Origin.ABSENT:
        words = rest
    return Deployment(
        name=key.name,
        surface="nomad",
        span=key.span,
        project=dirname(source.path),
        environment="",
        hostnames=(key.name, *services),
        image=text(part.get("image"), "image"),
        command=words,
        replicas=copies,
        env=environment(source, task.get("env")),
    )
