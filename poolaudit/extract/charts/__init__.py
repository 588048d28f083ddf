"""Helm charts as a whole: what the templates of a chart come to with its values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.facts.fact import Fact
    from poolaudit.facts.part import Part

_OBJECTS = frozenset({"Autoscaler", "ConfigData", "PodWorkload", "PoolerConfig", "ServerConfig", "ServiceName"})
"""Names of facts about what a template makes."""
_VALUES = ("values.yaml", "values.yml")


def facts(parts: Iterable[Part]) -> tuple[Fact, ...]:
    """A `ChartRelease` for each chart and file of values, and the configuration files inside of what it applies."""
    from poolaudit.extract.charts.chart import charts  # noqa: PLC0415  # loaded when there are any

    found = charts(tuple(parts))
    if not found:
        return ()
    from poolaudit.extract.charts.releases import releases  # noqa: PLC0415

    return tuple(releases(found))


def stays(made: Iterable[Fact]) -> Callable[[Fact], bool]:
    """Whether a fact of one file counts beside releases: not what a template says before it is rendered."""
    folders = (getattr(each, "folder", "") for each in made if type(each).__name__ == "ChartRelease")
    rendered = tuple(f"{folder}/{below}/".lstrip("/") for folder in folders for below in ("templates", "charts"))

    def counts(fact: Fact) -> bool:
        path = fact.span.path
        return not (path.startswith(rendered) and type(fact).__name__ in _OBJECTS) or path.lower().endswith(_VALUES)

    return counts
