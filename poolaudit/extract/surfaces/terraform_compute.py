"""What Terraform runs: functions, ECS containers, Cloud Run services, Container Apps. In: resources. Out: `Deployment`s."""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.catalog.aws_resources import ECS, LAMBDA, UNRESERVED
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import command, count, entry, environment, mappings, text
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import EnvEntry

_OUTSIDE = "nothing in the file bounds it"


def workloads(source: Source, resources: Mapping[str, Sequence[tuple[Key, MappingNode]]]) -> Iterator[Deployment]:
    """Each container and function."""
    for name in known.FUNCTIONS:
        for key, body in resources.get(name, ()):
            yield _function(source, key, body)
    for key, body in resources.get(known.TASK, ()):
        yield from _containers(source, key, body, resources)
    for name, platform in known.CLOUD_RUN:
        for key, body in resources.get(name, ()):
            yield from _cloud_run(source, key, body, platform)
    for name, platform in known.AZURE_APPS:
        for key, body in resources.get(name, ()):
            yield _app(source, key, body, platform)
    for key, body in resources.get(known.AZURE_CONTAINER_APP, ()):
        for part in mappings(body.get("template")):
            most = count(part.get("max_replicas"), "max_replicas")
            copies = most if most.origin is not Origin.ABSENT else Setting.default(10, "max_replicas", "Azure Container Apps")
            for each in _blocks(part, "container"):
                yield _container(source, key, each, "container-apps", copies)


def _function(source: Source, key: Key, body: MappingNode) -> Deployment:
    reserved = count(body.get("reserved_concurrent_executions"), "reserved_concurrent_executions")
    if reserved.value is not None and reserved.value < 0:
        reserved = Setting.absent("reserved_concurrent_executions")
    variables = [part for each in _blocks(body, "environment") if (part := each.get("variables")) is not None]
    handler = text(body.get("handler"), "handler")
    words: Setting[tuple[str, ...]] = Setting(None, handler.origin, handler.span, handler.label, handler.note)
    return Deployment(
        name=key.name,
        surface="terraform",
        span=key.span,
        project=dirname(source.path),
        environment="",
        image=text(body.get("image_uri"), "image_uri"),
        command=replace(words, value=(handler.value,)) if handler.is_known and handler.value else words,
        replicas=reserved if reserved.origin is not Origin.ABSENT else Setting.unresolved(UNRESERVED, key.span, reserved.label),
        env=tuple(found for part in variables for found in environment(source, part)),
        platform=LAMBDA,
        concurrency=reserved,
    )


def _app(source: Source, key: Key, body: MappingNode, platform: str) -> Deployment:
    return Deployment(
        name=key.name,
        surface="terraform",
        span=key.span,
        project=dirname(source.path),
        environment="",
        replicas=Setting.unresolved("the plan of the service decides it", key.span, "instances"),
        env=environment(source, body.get("app_settings")),
        platform=platform,
    )


def _containers(
    source: Source, key: Key, body: MappingNode, resources: Mapping[str, Sequence[tuple[Key, MappingNode]]]
) -> Iterator[Deployment]:
    copies: Setting[int] = Setting.unresolved("no service of the file runs the task", key.span, "desired_count")
    for name, service in resources.get(known.SERVICE, ()):
        if f"{known.TASK}.{key.name}." in f"{_code(service.get('task_definition'))}.":
            desired = count(service.get("desired_count"), "desired_count")
            copies = desired if desired.origin is not Origin.ABSENT else Setting.default(0, "desired_count", "Terraform")
            for _, target in resources.get(known.SCALING, ()):
                if f"{known.SERVICE}.{name.name}." in _code(target.get("resource_id")):
                    copies = count(target.get("max_capacity"), "max_capacity")
    for each in mappings(body.get("container_definitions")):
        yield _container(source, key, each, ECS, copies)


def _cloud_run(source: Source, key: Key, body: MappingNode, platform: str) -> Iterator[Deployment]:
    for part in (*_blocks(body, "template"), *_blocks(body, "service_config")):
        scaling = next(iter(_blocks(part, "scaling")), part)
        most = count(scaling.get("max_instance_count"), "max_instance_count")
        copies = most if most.origin is not Origin.ABSENT else Setting.unresolved(_OUTSIDE, key.span, "max_instance_count")
        limit = count(part.get("max_instance_request_concurrency"), "max_instance_request_concurrency")
        if platform == "cloud-functions":
            found = _container(source, key, part, platform, copies)
            variables = environment(source, part.get("environment_variables"))
            yield replace(found, concurrency=limit, env=variables)
        for each in _blocks(part, "containers"):
            yield replace(_container(source, key, each, platform, copies), concurrency=limit)


def _container(source: Source, key: Key, each: MappingNode, platform: str, copies: Setting[int]) -> Deployment:
    name = each.get("name")
    title = str(name.value) if isinstance(name, ScalarNode) and not name.template else key.name
    return Deployment(
        name=title,
        surface="terraform",
        span=name.span if isinstance(name, ScalarNode) else key.span,
        project=dirname(source.path),
        environment="",
        image=text(each.get("image"), "image"),
        command=command(each.get("command") or each.get("args"), "command"),
        entrypoint=command(each.get("entryPoint"), "entryPoint"),
        replicas=copies,
        env=tuple(_variables(source, each)),
        platform=platform,
    )


def _variables(source: Source, container: MappingNode) -> Iterator[EnvEntry]:
    """`environment` of a task definition, `env` blocks of the others, and secrets."""
    for each in (*mappings(container.get("environment")), *_blocks(container, "env")):
        name, value = each.get("name"), each.get("value")
        if isinstance(name, ScalarNode):
            missing = value is None
            written = value if value is not None else each
            yield entry(source, Key(str(name.value), name.span), written, "it is a secret of the platform" if missing else "")
    for each in mappings(container.get("secrets")):
        name = each.get("name")
        if isinstance(name, ScalarNode):
            yield entry(source, Key(str(name.value), name.span), each, "it is a secret of the platform")


def _blocks(body: MappingNode, name: str) -> list[MappingNode]:
    """Blocks of one type, which may stand several times."""
    return [node for key, node in body.items if key.name == name and isinstance(node, MappingNode)]


def _code(node: Node | None) -> str:
    return node.raw if isinstance(node, ScalarNode) else ""
