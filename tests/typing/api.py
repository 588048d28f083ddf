"""The public names as a library user writes them; `mypy --strict` reads this file, and a test runs it.

In: a folder as the only argument. Out: the findings of all rules and of two more in Python, one line each.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import poolaudit
from poolaudit import Fleet, Route, Setting, Severity, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poolaudit import Config, Evidence, Finding, Result, Rule, Span, Survey


@poolaudit.rule("small-pools", on=Route, severity=Severity.INFO, remedy="open fewer", sources=("https://example.org/pools",))
def small_pools(route: Route) -> Iterator[Violation]:
    """Our pools have at most five connections."""
    most: Setting[int] = route.client.max_connections
    if most.is_known and most.value is not None and most.value > 5:
        settings: tuple[Setting[object], ...] = (most,) if route.pooler is None else (most, route.pooler.mode)
        yield Violation(f"{route.client.library} opens {most.value}", settings)


@poolaudit.rule("known-fleets", on=Fleet, code="OUR002", confidence=poolaudit.Confidence.LOW)
def known_fleets(fleet: Fleet) -> Iterator[Violation]:
    """Every sum can be worked out."""
    if not fleet.demand.is_known:
        yield Violation(f"the demand at {fleet.name} is not known", span=fleet.span, severity=Severity.WARNING)


OURS: tuple[Rule, ...] = (small_pools, known_fleets)


def findings(folder: Path | str) -> tuple[Finding, ...]:
    """What all rules find, with the configuration of the folder."""
    book: poolaudit.Rulebook = poolaudit.load_rules(extra=OURS)
    result: Result = poolaudit.scan(folder, config=configuration(folder), rules=book)
    return result.findings


def configuration(folder: Path | str) -> Config:
    """The configuration that governs the folder."""
    from pathlib import Path  # noqa: PLC0415

    path = poolaudit.find_config(Path(folder))
    return poolaudit.Config() if path is None else poolaudit.load_config(path, Path(folder))


def hosts(folder: Path | str) -> list[str]:
    """Where the clients of the folder connect to."""
    seen: Survey = poolaudit.survey(folder)
    names: list[str | None] = [route.endpoint.host.value for route in seen.graph.routes if route.endpoint.host.is_known]
    return [name for name in names if name is not None]


def line(finding: Finding) -> str:
    """A finding with its place and its evidence."""
    place: Span = finding.span
    steps: tuple[Evidence, ...] = finding.evidence
    told = "; ".join(step.text for step in steps if step.origin is poolaudit.Origin.WRITTEN)
    return f"{place.path}:{place.line}: {finding.severity.value}: {finding.rule}: {finding.message} [{told}]"


def main(folder: str) -> None:
    """Print the findings and the hosts of a folder."""
    for each in findings(folder):
        sys.stdout.write(f"{line(each)}\n")
    sys.stdout.write(f"hosts: {', '.join(hosts(folder))}\n")


if __name__ == "__main__":
    main(sys.argv[1])
