"""Railway's railway.json and railway.toml. In: a tree. Out: a `Deployment` of the service, and one for each of its environments.

Meaning: https://docs.railway.com/reference/config-as-code (read 2026-11-21): one file describes one service; replicas of all
regions add up.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import command, count
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key

NAME = "service"
"""The file does not say what the service is called."""


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """The service as the file describes it, with what an environment changes laid over it."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode) or not (root.get("deploy") or root.get("build")):
            continue
        base, named = root.get("deploy"), _dockerfile(dirname(source.path), root)
        key = root.key("deploy") or root.key("build")
        if key is not None:
            yield replace(_deployment(source, key, "", base, None), dockerfile=named)
        environments = root.get("environments")
        for name, each in environments.items if isinstance(environments, MappingNode) else ():
            own = each.get("deploy") if isinstance(each, MappingNode) else None
            if isinstance(own, MappingNode):
                yield replace(_deployment(source, name, name.name, own, base), dockerfile=named)


SURFACE = Surface(
    "railway", ("json", "toml"), extract, globs=("railway.json", "railway.toml", "railway.*.json", "railway.*.toml")
)


def _deployment(source: Source, key: Key, environment: str, own: object, base: object) -> Deployment:
    folder = dirname(source.path)
    parts = [part for part in (own, base) if isinstance(part, MappingNode)]
    words = next((found for part in parts if (found := command(part.get("startCommand"))).origin is not Origin.ABSENT), None)
    replicas = next((number for part in parts if (number := _replicas(part)) is not None), None)
    return Deployment(
        name=NAME,
        surface="railway",
        span=key.span,
        project=folder,
        environment=environment,
        build=Setting.written(folder, key.span, "railway"),
        command=words or Setting.absent("startCommand"),
        replicas=replicas or Setting.default(1, "numReplicas", "Railway"),
        platform="railway",
    )


def _dockerfile(folder: str, root: MappingNode) -> str:
    """Path of the Dockerfile that the file names; one that an environment names instead is not told apart."""
    named = root.get("build", "dockerfilePath")
    return normpath(join(folder, str(named.value).lstrip("/"))) if isinstance(named, ScalarNode) and named.value else ""


def _replicas(deploy: MappingNode) -> Setting[int] | None:
    regions = deploy.get("multiRegionConfig")
    if isinstance(regions, MappingNode):
        counts = [count(each.get("numReplicas"), name.name) for name, each in regions.items if isinstance(each, MappingNode)]
        if counts and all(each.is_known for each in counts):
            total = sum(each.value or 0 for each in counts)
            return counts[0] if len(counts) == 1 else Setting.derived(total, "replicas", "the sum of all regions", *counts)
        return next((each for each in counts if not each.is_known), None)
    written = count(deploy.get("numReplicas"), "numReplicas")
    return written if written.origin is not Origin.ABSENT else None
