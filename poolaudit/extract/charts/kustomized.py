"""Charts of others that kustomizations apply. In: files of kustomizations and of values. Out: a `ChartRelease` for each.

https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/helmcharts/ (kustomize 5.7, read 2026-11-21): `valuesInline`
is laid over `valuesFile` unless `valuesMerge` says otherwise; a release without a name gets a random one.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.charts.chart import Dependency, root_of
from poolaudit.extract.charts.outside import known, objects_of
from poolaudit.extract.charts.value import Known
from poolaudit.extract.charts.values import laid_over, value_of
from poolaudit.extract.settings.tree import SequenceNode
from poolaudit.extract.surfaces.compose_text import path_from
from poolaudit.extract.surfaces.kubernetes_tree import elements, plain
from poolaudit.facts.kubernetes import Autoscaler, ChartRelease, ConfigData, PodWorkload, ServiceName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.charts.value import Value
    from poolaudit.extract.settings.tree import MappingNode
    from poolaudit.facts.fact import Fact

_MOST = 100
"""Charts of one kustomization that are read."""


def applied(source: Source, files: Mapping[str, Source]) -> Iterator[Fact]:
    """What the charts of one kustomization come to, as far as they are known; `files` are those of values."""
    root = root_of(source)
    objects: list[PodWorkload | ServiceName | ConfigData | Autoscaler] = []
    paths: list[str] = []
    for each in tuple(elements(root.get("helmCharts")))[:_MOST] if root is not None else ():
        name, release = each.get("name"), plain(each.get("releaseName"))
        folder = dirname(source.path)
        written = [path_from(folder, one) for one in _files(each)]
        values = _values(source, each, [files.get(path) for path in written])
        if name is None or not release or values is None:
            continue
        repository, version = plain(each.get("repo")), plain(each.get("version"))
        dependency = Dependency(plain(name), plain(name), "", (), repository, version, (), source, name.span)
        chart = known(dependency, values)
        for fact in objects_of(chart, plain(name), release, values, (source, name.span)) if chart is not None else ():
            if isinstance(fact, (PodWorkload, ServiceName, ConfigData)):
                objects.append(fact)
            elif fact is not None:
                yield fact
        paths += written
    if objects:
        yield ChartRelease(dirname(source.path), "", source.span(0, 0), tuple(objects), tuple(paths))


def _files(entry: MappingNode) -> Iterator[str]:
    """The files of values of a chart, the strongest last."""
    if plain(entry.get("valuesFile")):
        yield plain(entry.get("valuesFile"))
    more = entry.get("additionalValuesFiles")
    yield from (plain(each) for each in (more.elements if isinstance(more, SequenceNode) else ()))


def _values(source: Source, entry: MappingNode, files: list[Source | None]) -> Value | None:
    """The values of a chart; None where a file of them is not there."""
    found: Value = Known({})
    for each in files:
        root = root_of(each) if each is not None else None
        if each is None or root is None:
            return None
        found = laid_over(found, value_of(each, root))
    node = entry.get("valuesInline")
    inline: Value = value_of(source, node) if node is not None else Known({})
    how = plain(entry.get("valuesMerge"))
    if how == "replace":
        return inline if node is not None else found
    return laid_over(inline, found) if how == "merge" else laid_over(found, inline)
