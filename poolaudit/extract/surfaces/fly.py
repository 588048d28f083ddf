"""Fly.io's fly.toml. In: a TOML tree. Out: a `Deployment` for each process group, and for the release command.

Meaning: https://fly.io/docs/reference/configuration/ (read 2026-11-21). The number of machines is not in the file: `fly deploy`
starts two for a group with a service, and `fly scale count` changes it. Limits hold for each machine and service:
https://fly.io/docs/apps/concurrency (read 2026-11-21).
"""

from __future__ import annotations

from posixpath import dirname, normpath
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import command, count, environment, mappings, text
from poolaudit.facts.deployment import Deployment, Port
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

DEFAULT_GROUP = "app"
_SIGNS = ("app", "http_service", "services", "primary_region", "processes")


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each process group; the default one where the file names none."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode) or not any(root.get(sign) is not None for sign in _SIGNS):
            continue
        groups = root.get("processes")
        named = groups.items if isinstance(groups, MappingNode) else ()
        key = root.key("app")
        place = key.span if key is not None else root.span
        for name, node in named:
            yield _group(source, root, name.name, name.span, command(node))
        if not named:
            yield _group(source, root, DEFAULT_GROUP, place, Setting.absent("command"))
        release = root.get("deploy", "release_command")
        if isinstance(release, ScalarNode):
            yield _group(
                source, root, "release", release.span, command(release), replicas=Setting.default(1, "machines", "Fly.io")
            )


SURFACE = Surface(
    "fly", ("toml",), extract, globs=("fly.toml", "fly.*.toml", "*.fly.toml"), triggers=("app", "[http_service", "[processes")
)


def _group(
    source: Source,
    root: MappingNode,
    name: str,
    span: Span,
    words: Setting[tuple[str, ...]],
    *,
    replicas: Setting[int] | None = None,
) -> Deployment:
    folder = dirname(source.path)
    image = text(root.get("build", "image"), "image")
    stem = source.path.rpartition("/")[2].removesuffix(".toml").removeprefix("fly").removesuffix("fly").strip(".")
    services = [each for each in _services(root) if _serves(each.get("processes"), name)]
    build: Setting[str] = Setting.absent("build")
    if image.origin is Origin.ABSENT:
        build = Setting.written(normpath(folder) if folder else "", span, "fly.toml")
    return Deployment(
        name=name,
        surface="fly",
        span=span,
        project=folder,
        environment=stem,
        image=image,
        build=build,
        command=words,
        replicas=replicas or _machines(services, span),
        env=environment(source, root.get("env")),
        platform="fly",
        ports=tuple(_ports(services)),
        concurrency=_concurrency(services),
    )


def _services(root: MappingNode) -> tuple[MappingNode, ...]:
    return (*mappings(root.get("http_service")), *mappings(root.get("services")))


def _machines(services: list[MappingNode], span: Span) -> Setting[int]:
    """How many machines run is not in the file, which may have their least number."""
    why = "fly scale count sets the number of machines, not the file"
    least = next((each for service in services if isinstance(each := service.get("min_machines_running"), ScalarNode)), None)
    if least is None:
        return Setting.unresolved(why, span, "machines")
    return Setting.unresolved(f"{why}, which keeps at least {least.value} running", least.span, "machines")


def _ports(services: list[MappingNode]) -> Iterator[Port]:
    for each in services:
        port = count(each.get("internal_port"), "internal_port")
        if port.value is not None and port.span is not None:
            yield Port(port.value, None, "", port.span)


def _concurrency(services: list[MappingNode]) -> Setting[int]:
    """The hard limits of the services that a group belongs to; absent where one of them has none."""
    limits = [count(each.get("concurrency", "hard_limit"), "hard_limit") for each in services]
    if not limits or any(each.origin is Origin.ABSENT for each in limits):
        return Setting.absent("hard_limit")
    unknown = next((each for each in limits if not each.is_known), None)
    if unknown is not None or len(limits) == 1:
        return unknown or limits[0]
    return Setting.derived(sum(each.value or 0 for each in limits), "hard_limit", "the sum of all services", *limits)


def _serves(node: Node | None, group: str) -> bool:
    if not isinstance(node, SequenceNode):
        return group == DEFAULT_GROUP
    return any(isinstance(each, ScalarNode) and each.value == group for each in node.elements)
