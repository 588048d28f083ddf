"""The part of a picture that concerns some files. In: a `Graph` and which paths count. Out: a `Graph` for a map or a table."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting
from poolaudit.graph.workload import Workload
from poolaudit.report.stations import stations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from poolaudit.graph.client import Client
    from poolaudit.graph.fleet import Fleet
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route
    from poolaudit.graph.server import Server
    from poolaudit.graph.topology import Graph

    Covers = Callable[[Iterable[str]], bool]


def touching(graph: Graph, covers: Covers) -> Graph:
    """Routes and sums with a place in one of the files, and the poolers and servers that are on them or stand there themselves.

    A place is where a thing stands, where one of its settings is written, or a step that leads to either.
    """
    routes = tuple(route for route in graph.routes if covers(_paths_of_route(route)))
    reached = {station.span for route in routes for station in stations(route)}
    passed = {station.span for route in graph.routes for station in stations(route)} - reached

    def stays(each: Pooler | Server) -> bool:
        return each.span in reached or (each.span not in passed and covers(_paths(each)))

    return replace(
        graph,
        routes=routes,
        poolers=tuple(filter(stays, graph.poolers)),
        servers=tuple(filter(stays, graph.servers)),
        fleets=tuple(each for each in graph.fleets if covers(_paths_of_fleet(each))),
    )


def _paths_of_route(route: Route) -> Iterator[str]:
    for subject in (route, route.workload, route.client, route.pooler, route.server):
        if subject is not None:
            yield from _paths(subject)
    for station in stations(route):
        if station.span is not None:
            yield station.span.path


def _paths_of_fleet(fleet: Fleet) -> Iterator[str]:
    yield from _paths(fleet)
    for term in fleet.terms:
        yield term.span.path
        yield from _written(term)
    for subject in (fleet.server, fleet.pooler):
        if subject is not None:
            yield from _paths(subject)


def _paths(subject: Route | Workload | Client | Pooler | Server | Fleet) -> Iterator[str]:
    """Files of the subject's own place, of the steps that lead to it, and of its settings."""
    yield subject.span.path
    trail = () if isinstance(subject, Workload) else subject.trail
    yield from (step.span.path for step in trail if step.span is not None)
    yield from _written(subject)


def _written(subject: object) -> Iterator[str]:
    for each in fields(subject):  # type: ignore[arg-type]  # every subject is a dataclass
        value = getattr(subject, each.name)
        if isinstance(value, Setting):
            yield from (step.span.path for step in value.evidence() if step.span is not None)
