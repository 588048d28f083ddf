"""Who connects to what, as a drawing. In: a `Graph`. Out: a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from poolaudit.report.base import Map
from poolaudit.report.stations import Station, stations
from poolaudit.report.terminal import printable
from poolaudit.report.tree import environments, part, unreached

if TYPE_CHECKING:
    from poolaudit.graph.topology import Graph
    from poolaudit.report.base import Context

_SHAPES = {
    "workload": ("[[", "]]"),
    "client": ("[", "]"),
    "address": (">", "]"),
    "pooler": ("{{", "}}"),
    "server": ("[(", ")]"),
    "unknown": ("(", ")"),
}


def render(graph: Graph, _context: Context) -> str:
    """One subgraph for each environment; stations that several routes share are drawn once in each."""
    lines = ["flowchart LR"]
    unknown: list[str] = []
    number = 0
    for index, environment in enumerate(environments(graph), 1):
        lines.append(f'  subgraph e{index}["{_label(environment or "every environment")}"]')
        names: dict[Station, str] = {}
        edges: dict[tuple[str, str], None] = {}
        for route in graph.routes:
            if part(route) != environment:
                continue
            way = stations(route)
            for station in way:
                if station not in names:
                    number += 1
                    names[station] = f"n{number}"
                    lines.append(f"    {_node(names[station], station)}")
                    unknown += [names[station]] if _is_open(station) else []
            edges.update({(names[one], names[two]): None for one, two in pairwise(way)})
        lines += [f"    {one} --> {two}" for one, two in edges]
        lines.append("  end")
    for station in unreached(graph):
        number += 1
        lines.append(f"  {_node(f'n{number}', station)}")
    if unknown:
        lines += ["  classDef unknown stroke-dasharray: 4 3", f"  class {','.join(unknown)} unknown"]
    return "".join(f"{line}\n" for line in lines)


MAP = Map("mermaid", render)


def _node(name: str, station: Station) -> str:
    opening, closing = _SHAPES[station.kind]
    place = [f"{printable(station.span.path)}:{station.span.line}"] if station.span else []
    text = "<br/>".join(_label(each) for each in (station.name, *station.details, *place))
    return f'{name}{opening}"{text}"{closing}'


def _is_open(station: Station) -> bool:
    return station.kind == "unknown" or any(each.startswith("?") for each in station.details)


def _label(text: str) -> str:
    """Text inside of quotes: everything that Mermaid, Markdown or HTML could take for its own as a character code."""
    return "".join(each if each.isalnum() or each in " .,:/-=?" else f"#{ord(each)};" for each in printable(text))
