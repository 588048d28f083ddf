"""Vercel's vercel.json. In: a JSON tree. Out: one `Deployment` of the project's functions.

Meaning: https://vercel.com/docs/project-configuration (read 2026-11-21). How many instances run is not in the file, and variables
are set in the dashboard apart from those of `env`.
"""

from __future__ import annotations

from posixpath import dirname, join
from typing import TYPE_CHECKING

from poolaudit.catalog.function_platforms import VERCEL_BUILDERS, VERCEL_DEFAULT_SECONDS, VERCEL_SERVER_FRAMEWORKS
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.function_code import SCRIPTS
from poolaudit.extract.surfaces.platform_values import count, environment, mappings
from poolaudit.facts.deployment import CodeFolder, Deployment
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.span import Span

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
            timeout=_longest(root, span),
            code=tuple(_code(root, folder)),
        )


def _longest(root: MappingNode, span: Span) -> Setting[Seconds]:
    """The longest time that one of the functions may take, where the file tells of all that may take longer than the rest."""
    functions = root.get("functions")
    nodes = (
        [each.get("maxDuration") for _, each in functions.items if isinstance(each, MappingNode)]
        if isinstance(functions, MappingNode)
        else []
    )
    written = [count(each, "maxDuration") for each in nodes]
    given = [each for each in written if each.origin is not Origin.ABSENT]
    if not given:
        return Setting.absent("maxDuration")
    unknown = next((each for each in given if not each.is_known), None)
    longest = max(given, key=lambda each: each.value or 0)
    if unknown is not None or (longest.value or 0) < VERCEL_DEFAULT_SECONDS:
        why = "other functions may run for as long as the plan allows"
        return Setting.unresolved(unknown.note if unknown is not None else why, longest.span or span, "maxDuration")
    limit = longest.read_as(Seconds(longest.value or 0))
    return limit if len(given) == 1 else Setting.derived(limit.value or Seconds(0), "maxDuration", "the longest of them", *given)


def _code(root: MappingNode, folder: str) -> Iterator[CodeFolder]:
    """The folder that always holds functions, and the languages of which the file says that they run as such."""
    yield CodeFolder(join(folder, "api"))
    framework = root.get("framework")
    if isinstance(framework, ScalarNode) and framework.value in VERCEL_SERVER_FRAMEWORKS:
        yield CodeFolder(folder, SCRIPTS)
    for each in mappings(root.get("builds")):
        used = each.get("use")
        for start, endings in VERCEL_BUILDERS if isinstance(used, ScalarNode) else ():
            if str(used.value).startswith(start):  # type: ignore[union-attr]  # it is a scalar here
                yield CodeFolder(folder, endings)
    functions = root.get("functions")
    globs = [key.name for key, _ in functions.items] if isinstance(functions, MappingNode) else []
    if any(each.endswith(".py") for each in globs):
        yield CodeFolder(folder, (".py",))
    if any(each.endswith(SCRIPTS) for each in globs):
        yield CodeFolder(folder, SCRIPTS)


SURFACE = Surface("vercel", ("json",), extract, globs=("vercel.json",))
