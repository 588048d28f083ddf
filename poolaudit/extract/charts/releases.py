"""Charts as they are applied. In: `Chart`s. Out: a `ChartRelease` for each file of values, and the configuration files inside.

Templates are rendered as `helm template` does it; the release has the name of its chart, and the namespace `default`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from posixpath import join
from typing import TYPE_CHECKING, Any

from poolaudit.extract.base import UnreadError
from poolaudit.extract.charts.chart import root_of
from poolaudit.extract.charts.documents import documents, facts_of
from poolaudit.extract.charts.engine import Engine
from poolaudit.extract.charts.outside import is_on, known, objects_of
from poolaudit.extract.charts.parse import parse
from poolaudit.extract.charts.rope import Rope
from poolaudit.extract.charts.value import Known, Unknown, text, truth
from poolaudit.extract.charts.values import copied, laid_over, under, value_of
from poolaudit.extract.surfaces.kubernetes_tree import plain
from poolaudit.facts.kubernetes import Autoscaler, ChartRelease, ConfigData, PodWorkload, ServiceName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.catalog.helm_charts import OutsideChart
    from poolaudit.discover.source import Source
    from poolaudit.extract.charts.chart import Chart, Dependency
    from poolaudit.extract.charts.nodes import Node
    from poolaudit.extract.charts.value import Value
    from poolaudit.extract.settings.tree import MappingNode
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span

MOST_RELEASES = 40
"""Releases of a tree."""
_MOST_OF_CHART = 12
_MOST_OF_TREE = 4.0
"""How many times all releases of a tree together may use what one may; Airflow's uses an eighth."""
_MOST_DOCUMENTS = 2_000
"""Documents of one release."""
_NAMESPACE = "default"
_VERSION = "v1.34.0"
"""Of Kubernetes, which charts ask for old names of resources."""
_OBJECTS = (PodWorkload, ServiceName, ConfigData, Autoscaler)
_DEEPEST = 5
"""Subcharts of subcharts."""


def releases(found: Iterable[Chart]) -> Iterator[Fact]:
    """The releases of all charts that stand for themselves, as long as there are no more than a real tree has."""
    every = tuple(found)
    inside = {id(one) for chart in every for one in chart.subcharts.values()}
    left, used, files = MOST_RELEASES, 0.0, _Files()
    for chart in every:
        if id(chart) in inside or plain(chart.about.get("type")) == "library" or not _makes(chart, files):
            continue
        environments: dict[str, list[Source]] = {"": []}
        for name, source in chart.environments:
            environments.setdefault(name, []).append(source)
        for environment, values in tuple(environments.items())[:_MOST_OF_CHART]:
            left -= 1
            if left >= 0 and used < _MOST_OF_TREE:
                release = _Release(chart, environment, values, files)
                yield from release.facts()
                used += release.share


class _Files:
    """Files that several releases use, read once."""

    def __init__(self) -> None:
        self._parsed: dict[str, tuple[tuple[Node, ...], dict[str, tuple[Node, ...]]] | None] = {}
        self._values: dict[str, Value] = {}
        self._roots: dict[str, MappingNode | None] = {}

    def key(self, source: Source, name: str) -> Span | None:
        """Where a file of values has a key at its top."""
        root = self._root(source)
        return next((key.span for key, _ in root.items if key.name == name), None) if root is not None else None

    def _root(self, source: Source) -> MappingNode | None:
        if source.path not in self._roots:
            self._roots[source.path] = root_of(source)
        return self._roots[source.path]

    def template(self, source: Source) -> tuple[tuple[Node, ...], dict[str, tuple[Node, ...]]] | None:
        """The nodes and definitions of a template; None for text that is none."""
        if source.path not in self._parsed:
            try:
                self._parsed[source.path] = parse(source.text)
            except (UnreadError, RecursionError):
                self._parsed[source.path] = None
        return self._parsed[source.path]

    def values(self, source: Source | None) -> Value:
        """The values of a file, which nobody may change."""
        if source is None:
            return Known({})
        if source.path not in self._values:
            root = self._root(source)
            self._values[source.path] = value_of(source, root) if root is not None else Known({})
        return self._values[source.path]


class _Release:
    """One chart with one set of values."""

    def __init__(self, chart: Chart, environment: str, values: list[Source], files: _Files) -> None:
        self._read = files
        self._chart = chart
        self._environment = environment
        self._files = [*([chart.values] if chart.values is not None else []), *values]
        self._missing = ""
        self.share = 0.0
        """As `Engine.share`, when its facts are made."""
        self._defined: dict[str, tuple[Source, tuple[Node, ...]]] = {}
        self._bodies: list[tuple[Chart, Source, tuple[Node, ...], Value]] = []
        self._outside: list[tuple[OutsideChart, str, Value, tuple[Source, Span]]] = []

    def facts(self) -> Iterator[Fact]:
        """The release, and the facts that stand for themselves."""
        values: Value = Known({})
        for each in self._files:
            values = laid_over(values, self._read.values(each))
        self._take(self._chart, copied(values), 0)
        objects: list[Any] = []
        engine = Engine(self._defined)
        for fact in self._made(engine):
            if isinstance(fact, _OBJECTS):
                objects.append(replace(fact, namespace="") if fact.namespace == _NAMESPACE else fact)
            else:
                yield fact
        self.share = engine.share
        where = self._files[-1] if self._files else self._chart.source
        paths = tuple(each.path for each in self._files)
        used = tuple(sorted({name for each in self._chart.templates for name in _used().findall(each.text)}))
        yield ChartRelease(self._chart.folder, self._environment, where.span(0, 0), tuple(objects), paths, used, self._missing)

    def _made(self, engine: Engine) -> Iterator[Any]:
        """What the templates come to."""
        left = _MOST_DOCUMENTS
        for chart, source, body, context in self._bodies:
            rope = self._rendered(engine, chart, source, body, context)
            name = source.path.rpartition("/")[2]
            path = f"{self._files[-1].path} ({name})" if self._environment else source.path
            for document in documents(rope):
                left -= 1
                for fact in facts_of(document, source, path) if left >= 0 else (None,):
                    if fact is None:
                        self._lacks("not all of its objects are known")
                    else:
                        yield fact
        for outside, name, values, place in self._outside:
            yield from (fact for fact in objects_of(outside, name, self._chart.name, values, place) if fact is not None)

    def _rendered(self, engine: Engine, chart: Chart, source: Source, body: tuple[Node, ...], context: Value) -> Rope:
        try:
            return engine.render(source, body, context)
        except (UnreadError, RecursionError):
            self._lacks(f"a template of {chart.name} cannot be rendered")
            return Rope()

    def _lacks(self, why: str) -> None:
        self._missing = self._missing or why

    def _take(self, chart: Chart, values: Value, depth: int) -> None:
        """Note the templates of a chart and of its subcharts, whose definitions it may replace."""
        named = {each.name: each for each in chart.dependencies}
        for name, one in sorted(chart.subcharts.items()) if depth < _DEEPEST else ():
            dependency = named.get(name)
            if dependency is not None and _is_off(dependency.conditions, values):
                continue
            own = laid_over(
                copied(self._read.values(one.values)), under(values, name) if truth(under(values, name)) else Known({})
            )
            self._take(one, _with_shared(own, values), depth + 1)
        for each in chart.dependencies:
            own = under(values, each.name)
            outside = known(each, own) if each.name not in chart.subcharts and is_on(each, values) else None
            if outside is not None:
                self._outside.append((outside, each.name, _with_shared(own, values), self._place(each, chart, depth)))
        context = _context(chart, self._chart, values)
        for source in chart.templates:
            parsed = self._read.template(source)
            if parsed is None:
                self._lacks(f"a template of {chart.name} cannot be read")
                continue
            body, defined = parsed
            self._defined.update({name: (source, each) for name, each in defined.items()})
            if not source.path.rpartition("/")[2].startswith("_") and not source.path.endswith(".tpl"):
                self._bodies.append((chart, source, body, _for(context, chart, source)))

    def _place(self, dependency: Dependency, chart: Chart, depth: int) -> tuple[Source, Span]:
        """The key of its values in the last file that has it, else where the chart names the dependency."""
        files = self._files if not depth else [chart.values] if chart.values is not None else []
        for each in reversed(files):
            span = self._read.key(each, dependency.name)
            if span is not None:
                return each, span
        return dependency.source, dependency.span


def _makes(chart: Chart, files: _Files) -> bool:
    """Whether anything comes of a chart: by its templates, or by charts that it takes."""
    if chart.templates or chart.subcharts or not chart.dependencies:
        return bool(chart.templates or chart.subcharts)
    values = files.values(chart.values)
    return any(known(each, under(values, each.name)) is not None for each in chart.dependencies)


def _with_shared(own: Value, values: Value) -> Value:
    """The values of a subchart with what the parent says to all."""
    shared = under(values, "global")
    return laid_over(own if truth(own) else Known({}), Known({"global": shared})) if truth(shared) else own


@cache
def _used() -> re.Pattern[str]:
    return re.compile(r"\.Values\.([A-Za-z_]\w{0,80})")


def _is_off(conditions: tuple[str, ...], values: Value) -> bool:
    """Whether the first condition that is set says no."""
    for each in conditions:
        found = under(values, *each.split("."))
        if isinstance(found, Known) and found.data is not None:
            return truth(found) is False
    return False


def _context(chart: Chart, release: Chart, values: Value) -> dict[str, Value]:
    about = chart.about
    kube = {"Version": text(_VERSION), "GitVersion": text(_VERSION), "Major": text("1"), "Minor": text("34")}
    return {
        "Values": values,
        "Release": Known({
            "Name": text(release.name), "Namespace": text(_NAMESPACE), "Service": text("Helm"), "Revision": Known(1),
            "IsInstall": Known(True), "IsUpgrade": Known(False),
        }),
        "Chart": Known({
            "Name": text(chart.name), "Version": text(plain(about.get("version"))),
            "AppVersion": text(plain(about.get("appVersion"))), "Type": text(plain(about.get("type")) or "application"),
        }),
        "Capabilities": Known({"KubeVersion": Known(kube), "APIVersions": Unknown("the cluster decides about its resources")}),
        "Files": Unknown("other files of the chart are not read"),
        "Subcharts": Unknown("values of subcharts are not read"),
    }  # fmt: skip


def _for(context: dict[str, Value], chart: Chart, source: Source) -> Value:
    base = join(chart.name, "templates")
    name = join(chart.name, source.path[len(chart.folder) + 1 if chart.folder else 0 :])
    return Known({**context, "Template": Known({"Name": text(name), "BasePath": text(base)})})
