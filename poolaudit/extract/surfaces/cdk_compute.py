"""Functions and services of the AWS CDK. In: the constructs of a file. Out: `Deployment`s."""

from __future__ import annotations

from dataclasses import replace
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.catalog import cdk_constructs as known
from poolaudit.catalog.aws_resources import ECS, LAMBDA, UNRESERVED
from poolaudit.extract.surfaces.cdk_values import count, plain, text, words
from poolaudit.facts.deployment import Deployment, EnvEntry
from poolaudit.facts.expression import CallResult, Items, Literal, Reference
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.surfaces.cdk_values import Construct, Stack
    from poolaudit.facts.expression import Expression

_HERE = frozenset({"__dirname", "__file__"})
_FOLDERS = frozenset({"fromasset", "fromassetimage", "fromimageasset", "fromdockerbuild", "fromdockerimageasset"})
"""Methods whose argument is a folder that is packed or built."""
_REGISTRY = "fromregistry"


def workloads(source: Source, stack: Stack) -> Iterator[Deployment]:
    """Each function, each container of a task, each service of a pattern."""
    for each in stack.of(*known.FUNCTIONS):
        yield _function(source, stack, each)
    for each in stack.of(known.ADD_CONTAINER):
        task = stack.named(each.receiver, each.scope)
        if task is not None and task.kind in known.TASKS:
            copies = _copies(stack, task)
            pod = task.name if task.kind.startswith("Fargate") else ""
            yield replace(_container(source, stack, each, each.properties, copies), pod=pod)
    for each in stack.of(*known.PATTERNS):
        options = each.properties.get("taskimageoptions")
        inner = {plain(name): value for name, value in options.items} if isinstance(options, Items) else each.properties
        yield _container(source, stack, each, inner, _service_copies(stack, each))


def _function(source: Source, stack: Stack, of: Construct) -> Deployment:
    handler = text(of.properties.get("handler"), "handler")
    reserved = count(of.properties.get("reservedconcurrentexecutions"), "reservedConcurrentExecutions")
    copies: Setting[int] = Setting.unresolved(UNRESERVED, of.span, reserved.label)
    entry = of.properties.get("entry")
    folder = _folder(source, entry) if entry is not None else _asset(source, of.properties.get("code"))
    if entry is not None and folder.value is not None and "." in basename(folder.value):
        folder = folder.read_as(dirname(folder.value))
    return Deployment(
        name=of.name,
        surface="cdk",
        span=of.span,
        project=dirname(source.path),
        environment="",
        build=folder,
        command=handler.read_as((handler.value,) if handler.is_known and handler.value else None),
        replicas=reserved if reserved.origin is not Origin.ABSENT else copies,
        env=(*stack.environment(of, of.properties.get("environment")), *_added(stack, of)),
        platform=LAMBDA,
        concurrency=reserved,
    )


def _added(stack: Stack, of: Construct) -> Iterator[EnvEntry]:
    """Variables that `addEnvironment` adds."""
    for each in stack.of(*known.ADD_VARIABLE):
        if stack.named(each.receiver, each.scope) == of and "value" in each.properties:
            yield stack.variable(each, basename(each.name), each.properties["value"])


def _container(
    source: Source, stack: Stack, of: Construct, properties: Mapping[str, Expression], copies: Setting[int]
) -> Deployment:
    image = properties.get("image")
    built = _asset(source, image)
    hidden = properties.get("secrets")
    secrets = [
        EnvEntry(name, Setting.unresolved("it is a secret of the platform", value.span, name), value.span)
        for name, value in (hidden.items if isinstance(hidden, Items) else ())
    ]
    return Deployment(
        name=of.name,
        surface="cdk",
        span=of.span,
        project=dirname(source.path),
        environment="",
        image=_image(image) if built.origin is Origin.ABSENT else Setting.absent("image"),
        build=built,
        dockerfile=_dockerfile(image, built),
        command=words(properties.get("command"), "command"),
        entrypoint=words(properties.get("entrypoint"), "entryPoint"),
        replicas=copies,
        env=(*stack.environment(of, properties.get("environment")), *secrets),
        platform=ECS,
    )


def _copies(stack: Stack, task: Construct) -> Setting[int]:
    for service in stack.of(*known.SERVICES):
        if stack.made_by(service.properties.get("taskdefinition")) == task:
            return _service_copies(stack, service)
    return Setting.unresolved("no service of the file runs the task", task.span, "desiredCount")


def _service_copies(stack: Stack, service: Construct) -> Setting[int]:
    """The most that autoscaling allows, else the desired count, which is 1 unless written."""
    for each in stack.of(known.SCALE):
        owner = stack.named(each.receiver, each.scope) or stack.named(each.receiver.removesuffix(".service"), each.scope)
        if owner == service:
            return count(each.properties.get("maxcapacity"), "maxCapacity")
    desired = count(service.properties.get("desiredcount"), "desiredCount")
    return desired if desired.origin is not Origin.ABSENT else Setting.default(1, "desiredCount", "AWS CDK")


def _image(value: Expression | None) -> Setting[str]:
    if isinstance(value, CallResult) and plain(value.callee.rpartition(".")[2]) == _REGISTRY and value.positional:
        return text(value.positional[0], "image")
    return (
        Setting.absent("image")
        if value is None
        else Setting.unresolved("code that is not followed makes it", value.span, "image")
    )


def _asset(source: Source, value: Expression | None) -> Setting[str]:
    """The folder of the tree that is packed or built; absent for anything else."""
    if isinstance(value, CallResult) and plain(value.callee.rpartition(".")[2]) in _FOLDERS and value.positional:
        return _folder(source, value.positional[0])
    return Setting.absent("build")


def _dockerfile(value: Expression | None, built: Setting[str]) -> str:
    """The Dockerfile that the properties of an image name, relative to the scan root."""
    options = value.positional[1] if isinstance(value, CallResult) and len(value.positional) > 1 else None
    given = dict(options.items).get("file") if isinstance(options, Items) else None
    keywords = dict(value.keywords).get("file") if isinstance(value, CallResult) else None
    file = text(given or keywords, "file")
    return join(built.value, file.value) if built.value is not None and file.value else ""


def _folder(source: Source, value: Expression | None) -> Setting[str]:
    """A path as written: beside the file with `__dirname`, else from the folder where the CDK runs, above that of the code."""
    here = dirname(source.path)
    parts = (
        value.positional if isinstance(value, CallResult) and value.callee.rpartition(".")[2] in ("join", "resolve") else (value,)
    )
    if parts and isinstance(parts[0], Reference) and parts[0].name.rpartition(".")[2] in _HERE:
        base, parts = here, parts[1:]
    else:
        above = source.path.endswith(".py") or basename(here) in known.SOURCE_FOLDERS
        base = dirname(here) if above else here
    if value is None or not parts or not all(isinstance(each, Literal) and isinstance(each.value, str) for each in parts):
        return Setting.unresolved("code that is not followed gives the folder", value.span if value is not None else None, "code")
    path = normpath(join(base, *(str(each.value) for each in parts if isinstance(each, Literal))))
    if path.startswith(("..", "/")):
        return Setting.unresolved("it lies outside of the repository", value.span, "code")
    return Setting("" if path == "." else path, Origin.DERIVED, value.span, "code", "the folder that the code names")
