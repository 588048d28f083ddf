"""Services of a Vercel project. In: vercel.json or vercel.toml. Out: a `Deployment` for each, whose code runs as functions.

Meaning: https://vercel.com/docs/services/config-reference (read 2026-11-21): each service is built from its `root` like a project
of its own. How many instances run is not in the file, and most variables are set in the dashboard.
"""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.catalog.function_platforms import VERCEL_PYTHON_FRAMEWORKS, VERCEL_SERVER_FRAMEWORKS
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.function_code import SCRIPTS
from poolaudit.extract.surfaces.platform_values import environment
from poolaudit.facts.deployment import CodeFolder, Deployment
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

_PYTHON = (".py", ".toml", "requirements.txt")
"""Endings of an `entrypoint` that is a program in Python."""


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each service with a root."""
    for root in getattr(document, "roots", ()):
        services = root.get("services") if isinstance(root, MappingNode) else None
        for key, each in services.items if isinstance(services, MappingNode) else ():
            where = each.get("root") if isinstance(each, MappingNode) else None
            if isinstance(each, MappingNode) and isinstance(where, ScalarNode) and isinstance(where.value, str) and where.value:
                place = normpath(join(dirname(source.path), where.value.lstrip("/"))).removeprefix(".")
                yield Deployment(
                    name=key.name,
                    surface="vercel",
                    span=key.span,
                    project=dirname(source.path),
                    environment="",
                    build=Setting.written(place, where.span, "root"),
                    replicas=Setting.unresolved("Vercel starts as many instances as there are requests", key.span, "instances"),
                    env=environment(source, root.get("env")),
                    platform="vercel",
                    code=tuple(_code(each, place)),
                )


SURFACE = Surface(
    "vercel_services",
    ("json", "toml"),
    extract,
    globs=("vercel.json", "vercel.toml"),
    triggers=("services",),
    self_contained=True,
)


def _code(service: MappingNode, folder: str) -> Iterator[CodeFolder]:
    """Which files of a service run as functions."""
    framework, runtime, entry = (_text(service, name) for name in ("framework", "runtime", "entrypoint"))
    if framework in VERCEL_PYTHON_FRAMEWORKS or runtime.startswith("python") or entry.endswith(_PYTHON):
        yield CodeFolder(folder, (".py",))
    elif framework in VERCEL_SERVER_FRAMEWORKS or runtime.startswith(("node", "bun")) or entry.endswith(SCRIPTS):
        yield CodeFolder(folder, SCRIPTS)
    else:
        yield CodeFolder(join(folder, "api"))


def _text(node: MappingNode, key: str) -> str:
    found = node.get(key)
    return found.value if isinstance(found, ScalarNode) and isinstance(found.value, str) else ""
