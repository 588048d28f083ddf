"""AWS Copilot's manifests of services and jobs. In: a YAML tree. Out: a `Deployment` for each container, in each environment.

Meaning: https://aws.github.io/copilot-cli/docs/manifest/lb-web-service/ (1.34, read 2026-11-21): what stands below
`environments` is laid over the rest; `count` is a number, or a range with what autoscaling allows; secrets are names in the
Parameter Store or Secrets Manager. A manifest that names environments speaks for these, any other for all.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.catalog.aws_resources import ECS
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import command, count, entry, mappings, text
from poolaudit.facts.deployment import Deployment, Port
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import EnvEntry

_TASKS = frozenset({"Load Balanced Web Service", "Backend Service", "Worker Service", "Scheduled Job"})
"""Types that run tasks on ECS."""
_APP_RUNNER = "Request-Driven Web Service"
_SECRET = "it comes from Secrets Manager or the Parameter Store"
_OUTPUT = "another stack gives it"
_UNBOUNDED = "App Runner starts as many instances as there are requests"


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each container of the service or job, and each sidecar."""
    for root in getattr(document, "roots", ()):
        kind = root.get("type") if isinstance(root, MappingNode) else None
        if not isinstance(root, MappingNode) or not isinstance(kind, ScalarNode) or kind.value not in (*_TASKS, _APP_RUNNER):
            continue
        named = root.get("environments")
        layers = (
            [(key.name, each) for key, each in named.items if isinstance(each, MappingNode)]
            if isinstance(named, MappingNode)
            else []
        )
        for environment, layer in layers or [("", MappingNode((), root.span))]:
            yield from _containers(source, _laid_over(root, layer), environment)


SURFACE = Surface("copilot", ("yaml",), extract, globs=("copilot/*/manifest.yml", "copilot/*/manifest.yaml"), triggers=("type",))


def _laid_over(base: MappingNode, layer: MappingNode) -> MappingNode:
    """A mapping with another one over it, level by level."""
    over = {key.name: (key, node) for key, node in layer.items}
    items: list[tuple[Key, Node]] = []
    for key, node in base.items:
        given = over.pop(key.name, None)
        if given is None:
            items.append((key, node))
        elif isinstance(node, MappingNode) and isinstance(given[1], MappingNode):
            items.append((key, _laid_over(node, given[1])))
        else:
            items.append(given)
    return replace(base, items=(*items, *over.values()))


def _containers(source: Source, root: MappingNode, environment: str) -> Iterator[Deployment]:
    name = root.get("name")
    title = (
        Key(str(name.value), name.span)
        if isinstance(name, ScalarNode) and name.value
        else Key(dirname(source.path).rpartition("/")[2], source.span(0, 0))
    )
    main = _container(source, title, root, environment)
    runner = root.get("type")
    apart = isinstance(runner, ScalarNode) and runner.value == _APP_RUNNER
    main = replace(
        main,
        replicas=Setting.unresolved(_UNBOUNDED, main.span, "count") if apart else _copies(root.get("count")),
        ports=tuple(_ports(root.get("image"))),
        platform="aws-app-runner" if apart else ECS,
    )
    yield main
    sidecars = root.get("sidecars")
    for key, each in sidecars.items if isinstance(sidecars, MappingNode) else ():
        if isinstance(each, MappingNode):
            beside = _container(source, key, each, environment)
            yield replace(beside, replicas=main.replicas, ports=tuple(_ports(each)), platform=main.platform, pod=title.name)


def _container(source: Source, title: Key, body: MappingNode, environment: str) -> Deployment:
    workspace = dirname(dirname(dirname(source.path)))
    image = body.get("image")
    location = image.get("location") if isinstance(image, MappingNode) else image
    build = image.get("build") if isinstance(image, MappingNode) else None
    dockerfile, context = _built(build, workspace)
    file = text(body.get("env_file"), "env_file")
    return Deployment(
        name=title.name,
        surface="copilot",
        span=title.span,
        project=join(workspace, "copilot"),
        environment=environment,
        hostnames=(title.name,),
        image=text(location, "image"),
        build=context,
        dockerfile=dockerfile,
        command=command(body.get("command"), "command"),
        entrypoint=command(body.get("entrypoint"), "entrypoint"),
        env=tuple(_variables(source, body)),
        env_files=(file.read_as(normpath(join(workspace, file.value))),) if file.value else (),
        pod=title.name,
    )


def _built(build: Node | None, workspace: str) -> tuple[str, Setting[str]]:
    """The Dockerfile and the folder that is built: that of the Dockerfile where no `context` is written."""
    written = build.get("dockerfile") if isinstance(build, MappingNode) else build
    named = text(written, "dockerfile")
    given = text(build.get("context"), "context") if isinstance(build, MappingNode) else Setting[str].absent("context")
    if named.origin is Origin.UNRESOLVED or given.origin is Origin.UNRESOLVED:
        return "", named if named.origin is Origin.UNRESOLVED else given
    if build is None or (not named.value and not given.value):
        return "", Setting.absent("build")
    folder = given.value or dirname(named.value or "")
    path = normpath(join(workspace, folder or "."))
    where = Setting("" if path == "." else path, Origin.DERIVED, (given if given.value else named).span, "build", "Copilot")
    return normpath(join(workspace, named.value)) if named.value else "", where


def _variables(source: Source, body: MappingNode) -> Iterator[EnvEntry]:
    for group in mappings(body.get("variables")):
        for key, node in group.items:
            if isinstance(node, MappingNode):
                yield entry(source, key, node, _OUTPUT)
            elif isinstance(node, ScalarNode) and node.value is not None:
                yield entry(source, key, node)
    for group in mappings(body.get("secrets")):
        for key, node in group.items:
            yield entry(source, key, node, _SECRET)


def _copies(node: Node | None) -> Setting[int]:
    """The most that autoscaling allows, else the number of tasks, which is 1 unless written."""
    if isinstance(node, MappingNode):
        reach = node.get("range")
        if isinstance(reach, MappingNode):
            return count(reach.get("max"), "count.range.max")
        written = text(reach, "count.range")
        _, between, most = (written.value or "").partition("-")
        if between and most.isdecimal():
            return Setting(int(most), Origin.DERIVED, written.span, "count.range", f"the end of {written.value}")
        return count(node.get("spot"), "count.spot") if reach is None else written.read_as(None)
    found = count(node, "count")
    return found if found.origin is not Origin.ABSENT else Setting.default(1, "count", "AWS Copilot")


def _ports(image: Node | None) -> Iterator[Port]:
    port = count(image.get("port"), "port") if isinstance(image, MappingNode) else Setting[int].absent()
    if port.value is not None and port.span is not None:
        yield Port(port.value, None, "", port.span)
