"""Who connects to what, as text. In: a `Graph`. Out: a tree for each environment, and the sums at each limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.report.base import Map
from poolaudit.report.stations import Station, pooler, server, stations
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.graph.route import Route
    from poolaudit.graph.topology import Graph
    from poolaudit.report.base import Context
    from poolaudit.report.terminal import Terminal

TESTS = "test"
"""Environment of tests, and what `graph.context` says of their files."""
_BASE = "every environment"
"""Heading of what no file gives a name of an environment."""
_COLORS = {"workload": "bold", "client": "bold", "address": "cyan", "pooler": "green", "server": "blue", "unknown": "yellow"}
_OPEN = ("╭ ", "├ ")
"""Marks of a bracket that goes on in the next line."""


def render(graph: Graph, context: Context) -> str:
    """Environments in order of name, what is in every environment first."""
    screen = context.terminal
    lines: list[str] = []
    for environment in environments(graph):
        lines += [""] if lines else []
        lines.append(screen.paint(printable(environment) or _BASE, "bold"))
        lines += _trees(_routes(graph, environment), screen)
        lines += [
            f"  {printable(f'{fleet.name}: {fleet.derivation}')}" for fleet in graph.fleets if fleet.environment == environment
        ]
    lines += _unreached(graph, screen)
    if not lines:
        lines.append("no connections found")
    return "".join(f"{screen.spell(line)}\n" for line in lines)


MAP = Map("tree", render)


def environments(graph: Graph) -> list[str]:
    """Names of environments that have a route or a sum; the empty name is what holds in all of them."""
    return sorted({part(route) for route in graph.routes} | {fleet.environment for fleet in graph.fleets})


def part(route: Route) -> str:
    """The environment of a route; what only tests open belongs to theirs."""
    return TESTS if not route.environment and route.context.value == TESTS else route.environment


def unreached(graph: Graph) -> list[Station]:
    """Poolers and servers that no route leads to."""
    reached = {station.span for route in graph.routes for station in stations(route)}
    there = [*map(pooler, graph.poolers), *map(server, graph.servers)]
    return [station for station in dict.fromkeys(there) if station.span not in reached]


def _routes(graph: Graph, environment: str) -> list[tuple[Station, ...]]:
    """Each way once, in order of its places."""
    ways = dict.fromkeys(stations(route) for route in graph.routes if part(route) == environment)
    return sorted(ways, key=lambda way: [(each.span.path, each.span.line, each.span.column) for each in way if each.span])


def _trees(ways: Iterable[tuple[Station, ...]], screen: Terminal) -> Iterator[str]:
    """One tree for each workload; those that go the same ways stand in a bracket above ways that are told once."""
    tails: dict[Station, list[tuple[Station, ...]]] = {}
    for way in ways:
        tails.setdefault(way[0], []).append(way[1:])
    alike: dict[tuple[tuple[Station, ...], ...], list[Station]] = {}
    for workload, ends in tails.items():
        alike.setdefault(tuple(ends), []).append(workload)
    for rest, workloads in alike.items():
        brackets = ["╭ ", *["├ "] * (len(workloads) - 2), "╰ "] if len(workloads) > 1 else [""]
        for bracket, workload in zip(brackets, workloads, strict=True):
            yield from _line(workload, 0, screen, bracket)
        yield from _branches(rest, screen)


def _branches(ways: Iterable[tuple[Station, ...]], screen: Terminal) -> Iterator[str]:
    """Ways that begin alike share their beginning, so that a client with two servers is named once."""
    before: tuple[Station, ...] = ()
    for way in ways:
        shared = 0
        while shared < min(len(way), len(before)) and way[shared] == before[shared]:
            shared += 1
        for depth in range(shared, len(way)):
            yield from _line(way[depth], depth + 1, screen)
        before = way


def _line(station: Station, depth: int, screen: Terminal, bracket: str = "") -> Iterator[str]:
    indent = "  " * (depth + 1)
    mark = "→ " if depth else bracket
    below = "│ " if mark in _OPEN else " " * len(mark)
    place = f"  {screen.paint(f'{printable(station.span.path)}:{station.span.line}', 'dim')}" if station.span else ""
    known = [each for each in station.details if not each.startswith("?")]
    details = f"  {', '.join(known)}" if known else ""
    yield f"{indent}{mark}{screen.paint(station.name, _COLORS[station.kind])}{details}{place}"
    for each in station.details:
        if each.startswith("?"):
            yield f"{indent}{below}  {screen.paint(each, 'yellow')}"


def _unreached(graph: Graph, screen: Terminal) -> Iterator[str]:
    alone = unreached(graph)
    if alone:
        if graph.routes or graph.fleets:
            yield ""
        yield screen.paint("no client found for", "bold")
        for station in alone:
            yield from _line(station, 0, screen)
