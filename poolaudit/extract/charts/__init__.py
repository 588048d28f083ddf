"""Helm charts as a whole: what the templates of a chart come to with its values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.facts.fact import Fact
    from poolaudit.facts.part import Part

_OBJECTS = frozenset({"Autoscaler", "ConfigData", "PodWorkload", "PoolerConfig", "ServerConfig", "ServiceName"})
"""Names of facts about what a template makes."""
_KUSTOMIZATION = "kustomization."
_VALUES = ("values.yaml", "values.yml")


def facts(parts: Iterable[Part]) -> tuple[Fact, ...]:
    """A `ChartRelease` for each chart and file of values, and the configuration files inside of what it applies."""
    from poolaudit.extract.charts.chart import charts  # noqa: PLC0415  # loaded when there are any

    every = tuple(parts)
    kustomizations = [each for each in every if _name(each).startswith(_KUSTOMIZATION)]
    found = charts(tuple(each for each in every if _is_of_chart(each)))
    made: list[Fact] = []
    if found:
        from poolaudit.extract.charts.releases import releases  # noqa: PLC0415

        made += releases(found)
    if kustomizations:
        from poolaudit.discover.source import Source  # noqa: PLC0415
        from poolaudit.extract.charts.kustomized import applied  # noqa: PLC0415

        files = {each.span.path: each.source for each in every if isinstance(each.source, Source)}
        for path in sorted(each.span.path for each in kustomizations):
            made += applied(files[path], files)
    return tuple(made)


def _name(part: Part) -> str:
    return part.span.path.rpartition("/")[2].lower()


def _is_of_chart(part: Part) -> bool:
    """Whether a file is one of a chart: not a kustomization, nor values under a name that only a kustomization knows."""
    name = _name(part)
    stem = name.rpartition(".")[0]
    values = "values" in stem and "templates" not in part.span.path.split("/")
    return not name.startswith(_KUSTOMIZATION) and (not values or stem.startswith("values") or stem.endswith("values"))


def stays(made: Iterable[Fact]) -> Callable[[Fact], bool]:
    """Whether a fact of one file counts beside releases: not what a template says before it is rendered."""
    folders = (getattr(each, "folder", "") for each in made if type(each).__name__ == "ChartRelease")
    rendered = tuple(f"{folder}/{below}/".lstrip("/") for folder in folders for below in ("templates", "charts"))

    def counts(fact: Fact) -> bool:
        path = fact.span.path
        return not (path.startswith(rendered) and type(fact).__name__ in _OBJECTS) or path.lower().endswith(_VALUES)

    return counts
