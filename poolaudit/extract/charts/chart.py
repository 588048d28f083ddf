"""Which files make a chart. In: the `Part`s of a tree. Out: `Chart`s with their templates, files of values and subcharts.

https://helm.sh/docs/topics/charts/ (3.19, read 2026-11-21): subcharts stand in `charts/` or where `file://…` leads.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings.tree import MappingNode, SequenceNode
from poolaudit.extract.surfaces.helm_values import environment_of
from poolaudit.extract.surfaces.kubernetes_tree import elements, plain

if TYPE_CHECKING:
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.part import Part
    from poolaudit.facts.span import Span

_CHART = ("chart.yaml", "chart.yml")
_VALUES = ("values.yaml", "values.yml")
_REQUIREMENTS = ("requirements.yaml", "requirements.yml")
"""Where charts of Helm 2 name their subcharts: https://helm.sh/docs/topics/charts/#the-apiversion-field, read 2026-11-21."""
_CHECKED = frozenset(("ci", "tests", "test"))
"""Folders of values that a chart is tested with: https://github.com/helm/chart-testing#readme, read 2026-11-21."""
_FEW = 2
"""Keys by which values that stand elsewhere are known as those of a chart."""
_MOST_TEMPLATES = 400
"""Templates of one chart that are read; the largest public charts have some 150."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """A subchart as `Chart.yaml` names it."""

    name: str
    """Alias, if there is one: the key of its values."""
    chart: str
    folder: str
    """Where `file://` leads; empty for one from a repository."""
    conditions: tuple[str, ...]
    """Paths of values of which the first that is set decides."""
    repository: str
    version: str
    """As written, which may be a range."""
    tags: tuple[str, ...]
    """Names below `tags` of the values, which decide where no condition is set."""
    source: Source
    """Where it is written."""
    span: Span


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its files."""

    folder: str
    source: Source
    """Its `Chart.yaml`."""
    about: MappingNode
    name: str
    dependencies: tuple[Dependency, ...]
    values: Source | None
    environments: tuple[tuple[str, Source], ...]
    """Other files of values, by the environment that they name."""
    templates: tuple[Source, ...]
    subcharts: dict[str, Chart]
    """By the name of their values; charts of dependencies that stand in the tree."""


def charts(parts: tuple[Part, ...]) -> tuple[Chart, ...]:
    """Every chart, sorted by folder; those of other charts too."""
    files = {part.source.path: part.source for part in parts if isinstance(part.source, Source)}
    folders = {dirname(path): path for path in files if basename(path).lower() in _CHART}
    if not folders:
        return ()
    belonging: dict[str, list[Source]] = {folder: [] for folder in folders}
    apart: list[Source] = []
    for path, source in sorted(files.items()):
        folder = dirname(path)
        while folder not in folders and folder:
            folder = dirname(folder)
        (belonging[folder] if folder in folders else apart).append(source)
    found: dict[str, Chart] = {}
    for folder in sorted(folders, key=lambda one: -one.count("/")):  # deeper ones first: a chart holds its subcharts
        about = root_of(files[folders[folder]])
        if about is not None and plain(about.get("name")):
            found[folder] = _chart(folder, files[folders[folder]], about, belonging[folder], found)
    return _with_values_apart(tuple(chart for _, chart in sorted(found.items())), apart)


def _with_values_apart(every: tuple[Chart, ...], apart: list[Source]) -> tuple[Chart, ...]:
    """The charts with files of values that stand elsewhere: those all of whose keys one chart has, and no other."""
    inside = {id(one) for chart in every for one in chart.subcharts.values()}
    keys = {chart.folder: _keys(chart.values) for chart in every if id(chart) not in inside}
    more: dict[str, list[tuple[str, Source]]] = {}
    for source in apart:
        folders = source.path.split("/")
        own = _keys(source) if "templates" not in folders else frozenset()
        fitting = [folder for folder, known in keys.items() if len(own) >= _FEW and own <= known]
        if len(fitting) == 1:
            more.setdefault(fitting[0], []).append((_environment(source.path, folders), source))
    return tuple(
        replace(chart, environments=(*chart.environments, *more[chart.folder])) if chart.folder in more else chart
        for chart in every
    )


def _keys(source: Source | None) -> frozenset[str]:
    root = root_of(source) if source is not None else None
    return frozenset(key.name for key, _ in root.items) if root is not None else frozenset()


def root_of(source: Source) -> MappingNode | None:
    """The first mapping of a YAML file; None where there is none, or no YAML."""
    from poolaudit.extract.settings.yaml import read  # noqa: PLC0415  # loads the parser

    try:
        roots = read(source).roots
    except UnreadError:
        return None
    return next((each for each in roots if isinstance(each, MappingNode)), None)


def _chart(folder: str, source: Source, about: MappingNode, files: list[Source], known: dict[str, Chart]) -> Chart:
    start = len(folder) + 1 if folder else 0
    templates: list[Source] = []
    environments: list[tuple[str, Source]] = []
    values: Source | None = None
    required: list[tuple[Source, MappingNode]] = []
    for each in files:
        inner = each.path[start:].lower().split("/")
        if inner[-1] in _REQUIREMENTS:
            required += [(each, root)] if len(inner) == 1 and (root := root_of(each)) is not None else []
        elif inner[0] == "templates":
            if len(templates) < _MOST_TEMPLATES and inner[1] != "tests":
                templates.append(each)
        elif inner in ([name] for name in _VALUES):
            values = each
        elif inner[-1] not in _CHART and not _CHECKED & set(inner[:-1]):
            environments.append((_environment(each.path, inner), each))
    dependencies = tuple(
        Dependency(
            plain(each.get("alias")) or plain(each.get("name")),
            plain(each.get("name")),
            _beside(folder, plain(each.get("repository"))),
            tuple(part.strip() for part in plain(each.get("condition")).split(",") if part.strip()),
            plain(each.get("repository")),
            plain(each.get("version")),
            tuple(plain(one) for one in _members(each.get("tags")) if plain(one)),
            written,
            each.span,
        )
        for written, root in [(source, about), *required]
        for each in elements(root.get("dependencies"))
    )
    near = {chart.name: chart for path, chart in known.items() if dirname(path) == join(folder, "charts")}
    subcharts = {**near}
    for dependency in dependencies:
        one = known.get(dependency.folder) if dependency.folder else near.get(dependency.chart)
        if one is not None:
            subcharts[dependency.name] = one
    return Chart(
        folder, source, about, plain(about.get("name")), dependencies, values, tuple(environments), tuple(templates), subcharts
    )


def _members(node: Node | None) -> tuple[Node, ...]:
    return tuple(node.elements) if isinstance(node, SequenceNode) else ()


def _environment(path: str, inner: list[str]) -> str:
    """The environment of a file of values; for one in a folder of its own, that may be what the folder is called."""
    return environment_of(path) or (inner[-2] if len(inner) > 1 else "custom")


def _beside(folder: str, repository: str) -> str:
    return normpath(join(folder, repository.removeprefix("file://"))) if repository.startswith("file://") else ""
