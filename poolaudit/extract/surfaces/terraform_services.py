"""Services of Terraform that run containers: ECS tasks, Render's services. In: an `Estate`. Out: `Deployment`s.

A service is reached by its address in the configuration, and in ECS by the name that its registry of services gives it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.catalog.aws_resources import ECS
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import command, count, entry, mappings, text
from poolaudit.extract.surfaces.terraform_compute import container
from poolaudit.extract.surfaces.terraform_values import blocks, refers
from poolaudit.facts.deployment import Deployment, Port
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.resource import Resource
    from poolaudit.facts.deployment import EnvEntry


def services(estate: Estate) -> Iterator[Deployment]:
    """Each container of each task, each service of Render."""
    for each in estate.all(known.TASK):
        copies, hostnames = _copies(estate, each), _hostnames(estate, each)
        for one in mappings(each.body.get("container_definitions")):
            found = container(estate, each, one, ECS, copies)
            hidden = {each.name: each for each in _secrets(estate, each, one)}
            env = tuple(hidden.get(each.name, each) for each in found.env)
            pod = each.address if _shares_network(each) else ""
            yield replace(found, hostnames=hostnames, ports=tuple(_ports(one)), env=env, pod=pod)
    for kind in known.RENDER:
        for each in estate.all(kind):
            yield _render(estate, each)


def _shares_network(task: Resource) -> bool:
    """Whether containers of the task reach each other on localhost."""
    mode, needs = task.body.get("network_mode"), task.body.get("requires_compatibilities")
    fargate = [each.value for each in needs.elements if isinstance(each, ScalarNode)] if isinstance(needs, SequenceNode) else []
    return (isinstance(mode, ScalarNode) and mode.value == known.SHARED_NETWORK) or "FARGATE" in fargate


def _secrets(estate: Estate, task: Resource, each: MappingNode) -> Iterator[EnvEntry]:
    """Variables from secrets and parameters of which the configuration itself has the value."""
    for one in mappings(each.get("secrets")):
        name, source = one.get("name"), one.get("valueFrom")
        value = _secret_value(estate, source) if isinstance(source, ScalarNode) else None
        if isinstance(name, ScalarNode) and not name.template and value is not None:
            yield entry(task.source, Key(str(name.value), name.span), value)


def _secret_value(estate: Estate, source: ScalarNode) -> Node | None:
    """The value of a secret, or of one key of it: `ARN:KEY::`."""
    for secret in (*estate.all(known.SECRET_VALUE), *estate.all(known.PARAMETER)):
        owner = next((each for each in estate.all(known.SECRET) if refers(secret.body.get("secret_id"), each)), None)
        if not refers(source, secret) and (owner is None or not refers(source, owner)):
            continue
        found = secret.body.get("secret_string") or secret.body.get("value")
        if isinstance(found, MappingNode):
            parts = source.raw.rsplit(":", 3)
            found = found.get(parts[1]) if len(parts) == 4 else None  # noqa: PLR2004 - ARN, key, stage, version
        return found if isinstance(found, ScalarNode) else None
    return None


def _copies(estate: Estate, task: Resource) -> Setting[int]:
    copies: Setting[int] = Setting.unresolved("no service of the configuration runs the task", task.span, "desired_count")
    for service in estate.all(known.SERVICE):
        if refers(service.body.get("task_definition"), task):
            desired = count(service.body.get("desired_count"), "desired_count")
            copies = desired if desired.origin is not Origin.ABSENT else Setting.default(0, "desired_count", "Terraform")
            for target in estate.all(known.SCALING):
                if refers(target.body.get("resource_id"), service):
                    copies = count(target.body.get("max_capacity"), "max_capacity")
    return copies


def _hostnames(estate: Estate, task: Resource) -> tuple[str, ...]:
    """Names that services of the task have by Cloud Map and Service Connect."""
    found: list[str] = []
    for service in estate.all(known.SERVICE):
        if not refers(service.body.get("task_definition"), task):
            continue
        for registry in blocks(service.body, "service_registries"):
            for entry_ in estate.all(known.DISCOVERY):
                if refers(registry.get("registry_arn"), entry_):
                    found += _discovered(estate, entry_)
        for connect in blocks(service.body, "service_connect_configuration"):
            for one in blocks(connect, "service"):
                for alias in blocks(one, "client_alias"):
                    name = alias.get("dns_name")
                    found += [str(name.value)] if isinstance(name, ScalarNode) and not name.template else []
    return tuple(found)


def _discovered(estate: Estate, entry_: Resource) -> Iterator[str]:
    name, configured = entry_.body.get("name"), entry_.body.get("dns_config", "namespace_id")
    for space in estate.all(known.NAMESPACE):
        zone = space.body.get("name")
        if refers(configured, space) and all(isinstance(each, ScalarNode) and not each.template for each in (name, zone)):
            yield f"{_plain(name)}.{_plain(zone)}"


def _plain(node: Node | None) -> str:
    return str(node.value) if isinstance(node, ScalarNode) else ""


def _ports(each: MappingNode) -> Iterator[Port]:
    for one in mappings(each.get("portMappings")):
        port = count(one.get("containerPort"), "containerPort")
        if port.value is not None and port.span is not None:
            yield Port(port.value, None, "", port.span)


def _render(estate: Estate, resource: Resource) -> Deployment:
    body = resource.body
    most = count(body.get("autoscaling", "max"), "autoscaling.max")
    written = count(body.get("num_instances"), "num_instances")
    replicas = next((each for each in (most, written) if each.origin is not Origin.ABSENT), None)
    scaling = body.get("autoscaling")
    if isinstance(scaling, ScalarNode) and scaling.template:
        replicas = Setting.unresolved(f"set from {scaling.template}", scaling.span, "autoscaling")
    image = body.get("runtime_source", "image") or body.get("runtime_source", "docker")
    return Deployment(
        name=resource.key.name,
        surface="terraform",
        span=resource.span,
        project=estate.project,
        environment=estate.environment,
        hostnames=(resource.address,),
        image=_image(image),
        command=command(body.get("start_command"), "start_command"),
        replicas=replicas or Setting.default(1, "num_instances", "Render"),
        env=tuple(_groups(estate, resource)) + tuple(_variables(resource, body.get("env_vars"))),
        platform="render",
    )


def _image(node: Node | None) -> Setting[str]:
    """The image of a registry; absent for a service that is built of a repository."""
    name = node.get("image_url") if isinstance(node, MappingNode) else None
    found = text(name, "image_url")
    tag = node.get("tag") if isinstance(node, MappingNode) else None
    if found.value and isinstance(tag, ScalarNode) and not tag.template and tag.value:
        return Setting(f"{found.value}:{tag.value}", Origin.DERIVED, found.span, "image", "image_url and tag")
    return found


def _groups(estate: Estate, service: Resource) -> Iterator[EnvEntry]:
    """Variables of the groups that are linked to a service; its own win."""
    for link in estate.all(known.RENDER_LINK):
        if refers(link.body.get("service_ids"), service):
            for group in estate.all(known.RENDER_GROUP):
                if refers(link.body.get("env_group_id"), group):
                    yield from _variables(group, group.body.get("env_vars"))


def _variables(resource: Resource, node: Node | None) -> Iterator[EnvEntry]:
    for key, each in node.items if isinstance(node, MappingNode) else ():
        value = each.get("value") if isinstance(each, MappingNode) else each
        if value is not None:
            yield entry(resource.source, key, value)
        elif isinstance(each, MappingNode):
            yield entry(resource.source, key, each, "Render makes it up")
