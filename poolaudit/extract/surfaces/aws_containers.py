"""ECS task definitions and services of CloudFormation. In: resources by type. Out: a `Deployment` for each container.

The most copies are `MaxCapacity` of an autoscaling target on the service, else `DesiredCount`.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.catalog import aws_resources as aws
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import command, count, entry, mappings, text
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import EnvEntry

Resources = dict[str, list[tuple[Key, MappingNode]]]


def containers(source: Source, kinds: Resources) -> Iterator[Deployment]:
    """Each container of each task definition, as often as its service runs it."""
    for key, properties in kinds.get(aws.TASK_DEFINITION, ()):
        for each in mappings(properties.get("ContainerDefinitions")):
            name = each.get("Name")
            title = str(name.value) if isinstance(name, ScalarNode) and not name.tag else key.name
            yield Deployment(
                name=title,
                surface="cloudformation",
                span=name.span if isinstance(name, ScalarNode) else key.span,
                project=dirname(source.path),
                environment="",
                hostnames=(title,),
                image=text(each.get("Image"), "Image"),
                command=command(each.get("Command"), "Command"),
                entrypoint=command(each.get("EntryPoint"), "EntryPoint"),
                replicas=_copies(key, kinds),
                env=tuple(_environment(source, each)),
                platform=aws.ECS,
            )


def _copies(task: Key, kinds: Resources) -> Setting[int]:
    for key, service in kinds.get(aws.SERVICE, ()):
        if not _mentions(service.get("TaskDefinition"), task.name):
            continue
        for _, target in kinds.get(aws.SCALABLE_TARGET, ()):
            if _mentions(target.get("ResourceId"), key.name):
                return count(target.get("MaxCapacity"), "MaxCapacity")
        desired = count(service.get("DesiredCount"), "DesiredCount")
        return desired if desired.origin is not Origin.ABSENT else Setting.default(1, "DesiredCount", "CloudFormation")
    return Setting.unresolved("no service of the template runs the task", task.span, "DesiredCount")


def _mentions(node: Node | None, name: str) -> bool:
    """Whether a reference, in short or in long form, names a resource."""
    if isinstance(node, ScalarNode):
        value = str(node.value)
        return value == name or value.startswith(f"{name}.") or any(f"${{{name}{end}" in value for end in ("}", "."))
    children = [value for _, value in node.items] if isinstance(node, MappingNode) else getattr(node, "elements", ())
    return any(_mentions(each, name) for each in children)


def _environment(source: Source, container: MappingNode) -> Iterator[EnvEntry]:
    for each in mappings(container.get("Environment")):
        name, value = each.get("Name"), each.get("Value")
        if isinstance(name, ScalarNode) and value is not None:
            found = entry(source, Key(str(name.value), name.span), value)
            yield replace(found, span=each.span)
    for each in mappings(container.get("Secrets")):
        name, value = each.get("Name"), each.get("ValueFrom")
        if isinstance(name, ScalarNode) and value is not None:
            yield entry(source, Key(str(name.value), name.span), value, "it comes from Secrets Manager or the Parameter Store")
