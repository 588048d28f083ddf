"""Who connects to what, for programs. In: a `Graph`. Out: JSON, version 1: routes and sums with their places, secrets masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolaudit.report.base import Map
from poolaudit.report.plain import as_json
from poolaudit.report.stations import stations
from poolaudit.report.tree import unreached

if TYPE_CHECKING:
    from poolaudit.graph.fleet import Fleet
    from poolaudit.graph.route import Route
    from poolaudit.graph.topology import Graph
    from poolaudit.report.base import Context
    from poolaudit.report.stations import Station


def render(graph: Graph, _context: Context) -> str:
    """One JSON document, ASCII only."""
    from json import dumps  # noqa: PLC0415

    document = {
        "version": 1,
        "routes": [_route(each) for each in graph.routes],
        "limits": [_fleet(each) for each in graph.fleets],
        "unreached": [_station(each) for each in unreached(graph)],
    }
    return dumps(document, indent=2) + "\n"


MAP = Map("json", render)


def _route(route: Route) -> dict[str, Any]:
    return {
        "environment": route.environment,
        "direct": as_json(route.direct),
        "stations": [_station(each) for each in stations(route)],
    }


def _station(station: Station) -> dict[str, Any]:
    return {"kind": station.kind, "name": station.name, "details": list(station.details), "at": as_json(station.span)}


def _fleet(fleet: Fleet) -> dict[str, Any]:
    return {
        "environment": fleet.environment,
        "at": fleet.at,
        "name": fleet.name,
        "demand": as_json(fleet.demand),
        "limit": as_json(fleet.limit),
        "derivation": fleet.derivation,
        "terms": [as_json(term) for term in fleet.terms],
    }
