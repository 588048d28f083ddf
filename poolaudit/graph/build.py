"""Puts the picture together. In: the facts of all files. Out: the `Graph` that rules judge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.graph.connection_strings import connection_strings
from poolaudit.graph.index_site import index_site
from poolaudit.graph.startup import startup_parameters
from poolaudit.graph.topology import Graph
from poolaudit.graph.trace_routes import trace_routes
from poolaudit.graph.written_strings import written_strings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.config import Config
    from poolaudit.facts.fact import Fact
    from poolaudit.graph.client import Client
    from poolaudit.graph.readers import Readers
    from poolaudit.graph.route import Route
    from poolaudit.graph.site import Site


def build(facts: Iterable[Fact], config: Config, readers: Readers, tracked: Callable[[str], bool]) -> Graph:
    """Index the facts, follow every client, add everything up; what no fact asks for is not loaded."""
    facts = tuple(facts)
    site = index_site(facts, config, readers)
    routes = trace_routes(site)
    lasting = (route for route in routes if not route.client.one_shot)
    clients = tuple({(route.span, route.client.pool.through): route.client for route in (*routes, *lasting)}.values())
    graph = replace(
        _deployed(site, routes),
        routes=routes,
        clients=clients,
        startup_parameters=startup_parameters(routes, readers),
        connection_strings=connection_strings(written_strings(facts, routes, site), site, tracked, routes),
    )
    graph = _with_statements(graph, site, clients) if site.sql or any(each.pool.initial for each in clients) else graph
    graph = _with_keys(graph) if routes else graph
    graph = _with_timings(graph)
    graph = _with_alerts(graph, site) if site.alert_rules else graph
    graph = _with_holdings(graph, site, clients) if site.holdings else graph
    graph = _with_checkouts(graph, site) if site.checkouts else graph
    return _with_fleets(graph, site) if any(route.server or route.pooler for route in routes) else graph


def _deployed(site: Site, routes: tuple[Route, ...]) -> Graph:
    if not (site.worlds.neighbourhoods or site.pooler_configs or site.server_configs or site.names.files_named("package.json")):
        return Graph()
    from poolaudit.graph.describe_deployed import describe_deployed  # noqa: PLC0415

    return describe_deployed(site, routes)


def _with_statements(graph: Graph, site: Site, clients: tuple[Client, ...]) -> Graph:
    from poolaudit.graph.find_pool_transactions import find_pool_transactions  # noqa: PLC0415
    from poolaudit.graph.place_statements import place_statements  # noqa: PLC0415

    return replace(
        graph,
        statements=place_statements(site.sql, graph.routes),
        pool_transactions=tuple(find_pool_transactions(site, clients)),
    )


def _with_keys(graph: Graph) -> Graph:
    from poolaudit.graph.connection_keys import connection_keys  # noqa: PLC0415

    return replace(graph, connection_keys=connection_keys(graph.routes))


def _with_timings(graph: Graph) -> Graph:
    if not (graph.clients or graph.poolers or graph.servers):
        return graph
    from poolaudit.graph.timing import timings  # noqa: PLC0415

    return replace(graph, timings=timings(graph))


def _with_alerts(graph: Graph, site: Site) -> Graph:
    from poolaudit.graph.alerts import alerts, watched  # noqa: PLC0415

    return replace(graph, alerts=alerts(site.alert_rules), poolers=watched(graph.poolers, site.alert_rules))


def _with_holdings(graph: Graph, site: Site, clients: tuple[Client, ...]) -> Graph:
    from poolaudit.graph.find_holdings import find_holdings  # noqa: PLC0415

    return replace(graph, holdings=tuple(find_holdings(site, clients)))


def _with_checkouts(graph: Graph, site: Site) -> Graph:
    from poolaudit.graph.find_checkouts import find_checkouts  # noqa: PLC0415

    return replace(graph, checkouts=tuple(find_checkouts(site)))


def _with_fleets(graph: Graph, site: Site) -> Graph:
    from poolaudit.graph.sum_fleets import sum_fleets  # noqa: PLC0415

    return replace(graph, fleets=sum_fleets(graph.routes, site.sql))
