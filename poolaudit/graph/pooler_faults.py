"""What a pooler refuses or misreads in its own file, seen with the release that reads the file.

In: configuration files and the poolers that read them. Out: `PoolerFault`s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.versions import compare
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_of
from poolaudit.graph.pooler import PoolerFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from poolaudit.facts.pooler import PoolerConfig, PoolerProblem
    from poolaudit.graph.pooler import Pooler


def pooler_faults(configs: Iterable[PoolerConfig], poolers: Mapping[str, Pooler]) -> Iterator[PoolerFault]:
    """Each problem of each file; `poolers` are those that read a file, by its path."""
    for config in configs:
        pooler = poolers.get(config.path)
        for problem in config.problems:
            meant = problem.suggestion
            yield PoolerFault(
                span=problem.span,
                symbol=f"{config.software} {problem.kind} {problem.key}",
                context=context_of(config.path),
                trail=(Evidence(problem.span, Origin.WRITTEN, problem.text),),
                problem=problem,
                pooler=pooler,
                kind=problem.kind,
                key=problem.key,
                effect=problem.text,
                fatal=_fatal(problem, pooler),
                suggestion=Setting.derived(meant, "suggestion", "by likeness") if meant else Setting.absent("suggestion"),
            )


def _fatal(problem: PoolerProblem, pooler: Pooler | None) -> Setting[bool]:
    """Whether this pooler stops; for a key of a later release only a known, older version does."""
    if not problem.since:
        return Setting(problem.fatal, Origin.DERIVED, problem.span)
    unknown: Setting[str] = Setting.unresolved("no deployment says which version runs", problem.span)
    version = pooler.version if pooler is not None else unknown
    if not version.is_known or version.value is None:
        return Setting.unresolved(version.note, version.span or problem.span, "version")
    return version.restated(compare(version.value, problem.since) < 0 and problem.fatal)
