"""What Terraform runs: functions, Cloud Run services, Container Apps. In: an `Estate`. Out: `Deployment`s.

ECS tasks and Render's services: `terraform_services`.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import normpath
from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.catalog.aws_resources import LAMBDA, UNRESERVED
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import command, count, entry, environment, mappings, text
from poolaudit.extract.surfaces.terraform_values import blocks, refers
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.resource import Resource
    from poolaudit.facts.deployment import EnvEntry

_OUTSIDE = "nothing in the configuration bounds it"


def workloads(estate: Estate) -> Iterator[Deployment]:
    """Each container and function."""
    for name in known.FUNCTIONS:
        for each in estate.all(name):
            yield _function(estate, each)
    for name, platform in known.CLOUD_RUN:
        for each in estate.all(name):
            yield from _cloud_run(estate, each, platform)
    for each in estate.all(known.CLOUD_RUN_FIRST):
        yield from _knative(estate, each)
    for name, platform in known.AZURE_APPS:
        for each in estate.all(name):
            yield _app(estate, each, platform)
    for each in estate.all(known.AZURE_CONTAINER_APP):
        for part in mappings(each.body.get("template")):
            most = count(part.get("max_replicas"), "max_replicas")
            copies = most if most.origin is not Origin.ABSENT else Setting.default(10, "max_replicas", "Azure Container Apps")
            for one in blocks(part, "container"):
                yield container(estate, each, one, "container-apps", copies)


def _function(estate: Estate, resource: Resource) -> Deployment:
    body = resource.body
    reserved = count(body.get("reserved_concurrent_executions"), "reserved_concurrent_executions")
    if reserved.value is not None and reserved.value < 0:
        reserved = Setting.absent("reserved_concurrent_executions")
    variables = [part for each in blocks(body, "environment") if (part := each.get("variables")) is not None]
    handler = text(body.get("handler"), "handler")
    words: Setting[tuple[str, ...]] = Setting(None, handler.origin, handler.span, handler.label, handler.note)
    return Deployment(
        name=resource.key.name,
        surface="terraform",
        span=resource.span,
        project=estate.project,
        environment=estate.environment,
        image=text(body.get("image_uri"), "image_uri"),
        build=_code(estate, body),
        command=replace(words, value=(handler.value,)) if handler.is_known and handler.value else words,
        replicas=reserved
        if reserved.origin is not Origin.ABSENT
        else Setting.unresolved(UNRESERVED, resource.span, reserved.label),
        env=tuple(found for part in variables for found in environment(resource.source, part)),
        platform=LAMBDA,
        concurrency=reserved,
    )


def _code(estate: Estate, body: MappingNode) -> Setting[str]:
    """The folder of the tree that `archive_file` packs for a function."""
    for each in estate.all(known.ARCHIVE):
        folder = text(each.body.get("source_dir"), "source_dir")
        path = normpath(folder.value) if folder.is_known and folder.value else ".."
        if refers(body.get("filename"), each) and not path.startswith(("..", "/")):
            return folder.read_as("" if path == "." else path)
    return Setting.absent("build")


def _app(estate: Estate, resource: Resource, platform: str) -> Deployment:
    return Deployment(
        name=resource.key.name,
        surface="terraform",
        span=resource.span,
        project=estate.project,
        environment=estate.environment,
        replicas=Setting.unresolved("the plan of the service decides it", resource.span, "instances"),
        env=environment(resource.source, resource.body.get("app_settings")),
        platform=platform,
    )


def _cloud_run(estate: Estate, resource: Resource, platform: str) -> Iterator[Deployment]:
    for part in (*blocks(resource.body, "template"), *blocks(resource.body, "service_config")):
        scaling = next(iter(blocks(part, "scaling")), part)
        most = count(scaling.get("max_instance_count"), "max_instance_count")
        copies = most if most.origin is not Origin.ABSENT else Setting.unresolved(_OUTSIDE, resource.span, "max_instance_count")
        limit = count(part.get("max_instance_request_concurrency"), "max_instance_request_concurrency")
        if platform == "cloud-functions":
            found = container(estate, resource, part, platform, copies)
            variables = environment(resource.source, part.get("environment_variables"))
            yield replace(found, concurrency=limit, env=variables)
        for each in blocks(part, "containers"):
            yield replace(container(estate, resource, each, platform, copies), concurrency=limit)


def _knative(estate: Estate, resource: Resource) -> Iterator[Deployment]:
    """A service of Cloud Run in its first form: the bound is an annotation."""
    for part in blocks(resource.body, "template"):
        notes = [one.get("annotations", known.MOST_INSTANCES) for one in blocks(part, "metadata")]
        most = count(next((each for each in notes if each is not None), None), known.MOST_INSTANCES)
        copies = most if most.origin is not Origin.ABSENT else Setting.unresolved(_OUTSIDE, resource.span, known.MOST_INSTANCES)
        for spec in blocks(part, "spec"):
            limit = count(spec.get("container_concurrency"), "container_concurrency")
            for each in blocks(spec, "containers"):
                yield replace(container(estate, resource, each, "cloud-run", copies), concurrency=limit)


def container(estate: Estate, resource: Resource, each: MappingNode, platform: str, copies: Setting[int]) -> Deployment:
    """One container of a resource, with the name that it has there; that of the resource where it has none."""
    name = each.get("name")
    literal = isinstance(name, ScalarNode) and not name.template and name.value
    path = resource.key.name.rpartition(".")[0]
    own = (
        f"{path}.{name.value}"
        if path and isinstance(name, ScalarNode)
        else str(name.value)
        if isinstance(name, ScalarNode)
        else ""
    )
    return Deployment(
        name=own if literal else resource.key.name,
        surface="terraform",
        span=name.span if literal and name is not None else resource.span,
        project=estate.project,
        environment=estate.environment,
        image=text(each.get("image"), "image"),
        command=command(each.get("command") or each.get("args"), "command"),
        entrypoint=command(each.get("entryPoint"), "entryPoint"),
        replicas=copies,
        env=tuple(_variables(resource, each)),
        platform=platform,
    )


def _variables(resource: Resource, each: MappingNode) -> Iterator[EnvEntry]:
    """`environment` of a task definition, `env` blocks of the others, and secrets."""
    for one in (*mappings(each.get("environment")), *blocks(each, "env")):
        name, value = one.get("name"), one.get("value")
        if isinstance(name, ScalarNode) and not name.template:
            missing = value is None
            written = value if value is not None else one
            key = Key(str(name.value), name.span)
            yield entry(resource.source, key, written, "it is a secret of the platform" if missing else "")
    for one in mappings(each.get("secrets")):
        name = one.get("name")
        if isinstance(name, ScalarNode) and not name.template:
            yield entry(resource.source, Key(str(name.value), name.span), one, "it is a secret of the platform")
