"""Task definitions of ECS by themselves. In: a JSON or YAML tree. Out: a `Deployment` for each container.

They are what `aws ecs register-task-definition` takes, by itself or inside of a file from which a program makes resources:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html (read 2026-11-21). How many tasks run,
a service says that is elsewhere; in a file of several resources, what has the name of the task and the words of ECS.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.catalog.aws_resources import ECS
from poolaudit.catalog.path_roles import ENVIRONMENT_ALIASES
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import command, count, entry, mappings, text
from poolaudit.facts.deployment import Deployment, Port
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import EnvEntry

_LISTS = ("containerDefinitions", "container_definitions")
_TASKS = frozenset({"task_definition", "task_definitions", "taskDefinition", "taskDefinitions"})
_MOST, _DESIRED = ("max_capacity", "maxCapacity"), ("desired_count", "desiredCount")
_DEEPEST = 8
_NETWORKS = ("networkMode", "network_mode")
_SHARED = "awsvpc"
_SECRET = "it comes from Secrets Manager or the Parameter Store"
_ELSEWHERE = "a service that is not in the file runs the task"


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each container of each task definition, each name once."""
    seen: set[str] = set()
    for root in getattr(document, "roots", ()):
        for task, name in _tasks(root, ""):
            copies = _copies(root, name)
            for title, body in _containers(task):
                if title.name not in seen and (body.get("image") is not None or body.get("environment") is not None):
                    seen.add(title.name)
                    found = _container(source, title, body, task)
                    yield replace(found, replicas=copies) if copies is not None else found


SURFACE = Surface("ecs_task_definition", ("json", "yaml"), extract, triggers=_LISTS)


def _tasks(node: Node, name: str, depth: int = 0) -> Iterator[tuple[MappingNode, str]]:
    """The mappings with definitions of containers, and what the keys above call them."""
    if isinstance(node, MappingNode):
        if any(node.get(each) is not None for each in _LISTS):
            yield node, name
            return
        for key, value in node.items if depth < _DEEPEST else ():
            yield from _tasks(value, name if key.name in _TASKS else key.name, depth + 1)
    elif isinstance(node, SequenceNode) and depth < _DEEPEST:
        for each in node.elements:
            yield from _tasks(each, "", depth + 1)


def _copies(root: Node, name: str) -> Setting[int] | None:
    """The most that autoscaling under the name of the task allows, else the desired count there; None where nothing says it."""
    near = list(_called(root, name)) if name else []
    for labels in _MOST, _DESIRED:
        found = [count(node, label) for each in near for label in labels if (node := each.get(label)) is not None]
        if found:
            same = len({each.value for each in found}) == 1
            return found[0] if same else Setting.unresolved("several places say how many run", found[0].span, labels[0])
    return None


def _called(node: Node, name: str, depth: int = 0) -> Iterator[MappingNode]:
    """Mappings under a name, and the `service` inside of them."""
    inner = [(key.name, value) for key, value in node.items] if isinstance(node, MappingNode) else []
    for key, value in inner if depth < _DEEPEST else ():
        if key == name and isinstance(value, MappingNode):
            yield value
            service = value.get("service")
            if isinstance(service, MappingNode):
                yield service
        yield from _called(value, name, depth + 1)


def _containers(task: MappingNode) -> Iterator[tuple[Key, MappingNode]]:
    """Name and body of each container: a list, or a mapping by name."""
    found = next(node for name in _LISTS if (node := task.get(name)) is not None)
    for each in mappings(found) if isinstance(found, SequenceNode) else ():
        name = each.get("name")
        if isinstance(name, ScalarNode) and isinstance(name.value, str) and not name.template:
            yield Key(name.value, name.span), each
    for key, body in found.items if isinstance(found, MappingNode) else ():
        if isinstance(body, MappingNode):
            yield key, body


def _container(source: Source, title: Key, body: MappingNode, task: MappingNode) -> Deployment:
    family, mode = text(task.get("family"), "family"), next((task.get(name) for name in _NETWORKS if task.get(name)), None)
    shared = isinstance(mode, ScalarNode) and mode.value == _SHARED
    return Deployment(
        name=title.name,
        surface="ecs",
        span=title.span,
        project=dirname(source.path),
        environment=_environment(source.path),
        hostnames=(title.name,),
        image=text(body.get("image"), "image"),
        command=command(body.get("command"), "command"),
        entrypoint=command(body.get("entryPoint"), "entryPoint"),
        replicas=Setting.unresolved(_ELSEWHERE, title.span, "desiredCount"),
        env=tuple(_variables(source, body)),
        ports=tuple(_ports(body)),
        pod=(family.value or title.name) if shared else "",
        platform=ECS,
    )


def _variables(source: Source, body: MappingNode) -> Iterator[EnvEntry]:
    for section, argument, why in (("environment", "value", ""), ("secrets", "valueFrom", _SECRET)):
        for each in mappings(body.get(section)):
            name, value = each.get("name"), each.get(argument)
            if isinstance(name, ScalarNode) and not name.template and value is not None:
                yield entry(source, Key(str(name.value), name.span), value, why)


def _ports(body: MappingNode) -> Iterator[Port]:
    for each in mappings(body.get("portMappings")):
        port = count(each.get("containerPort"), "containerPort")
        if port.value is not None and port.span is not None:
            yield Port(port.value, None, "", port.span)


def _environment(path: str) -> str:
    """The environment that the name of the file, or of its folder, tells: `task-definition.prod.json`."""
    for name in (path.rpartition("/")[2].rpartition(".")[0], dirname(path).rpartition("/")[2]):
        words = "".join(each if each.isalnum() else " " for each in name.lower()).split()
        found = [ENVIRONMENT_ALIASES[word] for word in words if word in ENVIRONMENT_ALIASES]
        if found:
            return found[-1]
    return ""
