"""What a class or a type of Pulumi makes. In: its name and its arguments. Out: `Draft`s."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit.catalog import pulumi_resources as known
from poolaudit.extract.pulumi.draft import Draft, address, manifest, terraform
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import WORKED_OUT, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

IMAGE = "image"
_MANIFEST, _CHART = "kubernetes", "chart"


def kind_of(name: str) -> str:
    """What a class (`@pulumi/aws.rds.Instance`) or a type of Pulumi YAML (`aws:rds:Instance`) makes; empty for others.

    A resource of Terraform, `kubernetes:apps/v1:Deployment`, `image`, `chart` or `awsx`.
    """
    package, colon, rest = name.partition(":")
    if colon and package != _MANIFEST:
        module, _, last = rest.rpartition(":")
        name = f"{package}:{module.partition('/')[0]}:{last}"
    words = [each.removeprefix("pulumi_").rstrip("_") for each in re.split(r"[^A-Za-z0-9_]+", name) if each]
    if len(words) < 2 or not ("pulumi" in name or name.count(":") > 1):  # noqa: PLR2004 - package and class
        return ""
    last = words[-1]
    class_name = last[3:] if last.startswith("New") and "/go/" in name else last
    provider = next((each for each in reversed(words[:-1]) if each in known.PROVIDERS), "")
    module = words[-2] if words[-2] != provider else ""
    if provider == "kubernetes" and len(words) > 2:  # noqa: PLR2004 - package, group, version and class
        group, version = words[-3], words[-2]
        if group == "helm" and class_name in known.CHART_KINDS:
            return _CHART
        if class_name not in known.OBJECTS or group == provider:
            return ""
        return f"{_MANIFEST}:{version if group == known.CORE else f'{group}/{version}'}:{class_name}"
    if (provider, module, class_name) in known.IMAGES:
        return IMAGE
    if provider == "awsx":
        return "awsx" if class_name == known.FARGATE else ""
    return known.RESOURCES.get((provider, module, class_name), "")


def drafts_of(kind: str, title: Key, body: MappingNode) -> Iterator[Draft]:
    """The resources that one call or entry makes."""
    start, _, rest = kind.partition(":")
    own = address(kind, title.name)
    if start == _MANIFEST:
        yield Draft(_MANIFEST, title, _manifest(rest, title, body), own)
    elif kind == _CHART:
        yield from _chart(title, body)
    elif kind == "awsx":
        yield from _fargate(title, body)
    else:
        found = terraform(body)
        if isinstance(found, MappingNode):
            yield Draft(kind, title, found, own)


def _manifest(rest: str, title: Key, body: MappingNode) -> MappingNode:
    """The object, which has the name of the resource where it names none itself."""
    api, _, kind = rest.rpartition(":")
    found = manifest(body)
    items = list(found.items) if isinstance(found, MappingNode) else []
    given = next((node for key, node in items if key.name == "metadata"), None)
    inner = given.items if isinstance(given, MappingNode) else ()
    name = next((node for key, node in inner if key.name == "name"), None)
    if not isinstance(name, ScalarNode) or name.template or not name.value:
        others = tuple((key, node) for key, node in inner if key.name != "name")
        own = (Key("name", title.span), ScalarNode(title.name, title.span, title.name))
        items = [(key, node) for key, node in items if key.name != "metadata"]
        items.insert(0, (Key("metadata", title.span), MappingNode((own, *others), title.span)))
    return MappingNode((*_head(api, kind, body.span), *items), body.span)


def _head(api: str, kind: str, span: Span) -> tuple[tuple[Key, Node], ...]:
    return tuple((Key(key, span), ScalarNode(text_, span, text_)) for key, text_ in (("apiVersion", api), ("kind", kind)))


def _chart(title: Key, body: MappingNode) -> Iterator[Draft]:
    """The server of a chart that is known, with its Service."""
    given = {key.name.lower(): node for key, node in body.items}
    written = text(given.get("chart"), "chart")
    chart = next((each for each in known.CHARTS if (written.value or "").rpartition("/")[2] == each.name), None)
    if chart is None:
        return
    release = text(given.get("name"), "name").value or title.name
    values = given.get("values")
    override = values.get("fullnameOverride") if isinstance(values, MappingNode) else None
    full = release if chart.name in release else f"{release}-{chart.name}"
    name = f"{override.value if isinstance(override, ScalarNode) and override.value else full}{chart.suffix}"
    span = title.span

    def scalar(value: str | int) -> ScalarNode:
        return ScalarNode(value, span, str(value), WORKED_OUT)

    def mapping(**items: Node) -> MappingNode:
        return MappingNode(tuple((Key(key, span), node) for key, node in items.items()), span)

    def several(*nodes: Node) -> SequenceNode:
        return SequenceNode(nodes, span)

    labels = mapping(app=scalar(name))
    namespace = given.get("namespace")
    place = {"namespace": namespace} if isinstance(namespace, ScalarNode) and not namespace.template else {}
    metadata = mapping(name=scalar(name), **place)
    port = scalar(chart.port)
    container = mapping(name=scalar(chart.name), image=scalar(chart.image), ports=several(mapping(containerPort=port)))
    pods = mapping(
        replicas=scalar(1),
        selector=mapping(matchLabels=labels),
        template=mapping(metadata=mapping(labels=labels), spec=mapping(containers=several(container))),
    )
    service = mapping(selector=labels, ports=several(mapping(port=port, targetPort=port)))
    for api, kind, spec in (("apps/v1", "StatefulSet", pods), ("v1", "Service", service)):
        whole = mapping(apiVersion=scalar(api), kind=scalar(kind), metadata=metadata, spec=spec)
        yield Draft(_MANIFEST, title, whole, address(_CHART, title.name))


def _fargate(title: Key, body: MappingNode) -> Iterator[Draft]:
    """The task definition and the service of a Fargate service of `awsx`."""
    given = {key.name.replace("_", "").lower(): (key, node) for key, node in body.items}
    found = given.get("taskdefinitionargs")
    inner = {key.name.lower(): node for key, node in found[1].items} if found and isinstance(found[1], MappingNode) else {}
    one, several = inner.get("container"), inner.get("containers")
    containers = [_container(one, title)] if isinstance(one, MappingNode) else []
    for key, node in several.items if isinstance(several, MappingNode) else ():
        containers += [_container(node, key)] if isinstance(node, MappingNode) else []
    if not containers:
        return
    task, service = address("aws_ecs_task_definition", title.name), address("aws_ecs_service", title.name)
    copies = given.get("desiredcount")
    count: Node = copies[1] if copies else ScalarNode(known.FARGATE_COPIES, title.span, "", WORKED_OUT)
    family: tuple[tuple[Key, Node], ...] = (
        (Key("network_mode", title.span), ScalarNode("awsvpc", title.span, "")),
        (Key("container_definitions", title.span), SequenceNode(tuple(containers), title.span)),
    )
    yield Draft("aws_ecs_task_definition", title, MappingNode(family, body.span), task)
    named = ScalarNode(f"{task}.arn", title.span, f"{task}.arn", "", f"{task}.arn")
    runs: tuple[tuple[Key, Node], ...] = ((Key("task_definition", title.span), named), (Key("desired_count", title.span), count))
    yield Draft("aws_ecs_service", title, MappingNode(runs, body.span), service)


def _container(body: MappingNode, title: Key) -> MappingNode:
    """A container under the names of ECS, called as the service or its own key unless it has a name."""
    items = [(Key("portMappings" if key.name == "port_mappings" else key.name, key.span), node) for key, node in body.items]
    if body.get("name") is None:
        items.insert(0, (Key("name", title.span), ScalarNode(title.name, title.span, title.name)))
    return MappingNode(tuple(items), body.span)
