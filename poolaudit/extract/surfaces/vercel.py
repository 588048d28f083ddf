"""Vercel's vercel.json. In: a JSON tree. Out: one `Deployment` of the project's functions.

Meaning: https://vercel.com/docs/project-configuration (read 2026-11-21). How many instances run is not in the file, and variables
are set in the dashboard apart from those of `env`.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode
from poolaudit.extract.surfaces.platform_values import environment
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

_SIGNS = (
    "functions",
    "builds",
    "crons",
    "framework",
    "buildCommand",
    "rewrites",
    "routes",
    "regions",
    "env",
    "fluid",
    "outputDirectory",
)


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """The project."""
    for root in getattr(document, "roots", ()):
        keys = [key for key, _ in root.items if key.name in _SIGNS] if isinstance(root, MappingNode) else []
        if not keys:
            continue
        folder = dirname(source.path)
        span = keys[0].span
        yield Deployment(
            name="functions",
            surface="vercel",
            span=span,
            project=folder,
            environment="",
            build=Setting.written(folder, span, "vercel.json"),
            replicas=Setting.unresolved("Vercel starts as many instances as there are requests", span, "instances"),
            env=environment(source, root.get("env")),
            platform="vercel",
        )


SURFACE = Surface("vercel", ("json",), extract, globs=("vercel.json",))
