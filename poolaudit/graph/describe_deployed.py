"""What is deployed or configured, whoever connects to it. In: an indexed `Site` and the routes. Out: a `Graph` of just that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting
from poolaudit.graph.find_migrations import find_migrations
from poolaudit.graph.lone_servers import lone_servers
from poolaudit.graph.managed_shares import with_neighbours
from poolaudit.graph.pooler_faults import pooler_faults
from poolaudit.graph.pooler_variables import pooler_variables
from poolaudit.graph.query_rules import query_rules
from poolaudit.graph.resolve_pooler import pooler_for
from poolaudit.graph.resolve_server import server_in
from poolaudit.graph.running_pooler import Running, lone, running_in
from poolaudit.graph.server_timeouts import with_bounds
from poolaudit.graph.topology import Graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.graph.route import Route
    from poolaudit.graph.server import Server
    from poolaudit.graph.site import Site

ANY: Setting[str] = Setting.unresolved("each client asks for its own")
"""The database and user of a pooler that no route leads to."""


def describe_deployed(site: Site, routes: tuple[Route, ...]) -> Graph:
    """Poolers with their settings and faults, servers, migrations and workloads."""
    deployed = [each for hood in site.worlds.neighbourhoods for each in hood.deployments]
    runnings = tuple(_runnings(site))
    poolers = with_neighbours(tuple(pooler_for(running, ANY, ANY) for running in runnings), deployed)
    read_by = {each.config.path: pooler for each, pooler in zip(runnings, poolers, strict=True) if each.config is not None}
    return Graph(
        poolers=poolers,
        query_rules=tuple(query_rules(poolers)),
        pooler_variables=tuple(pooler_variables(runnings, poolers)),
        pooler_faults=tuple(pooler_faults(site.pooler_configs, read_by)),
        servers=with_bounds((*_servers(site), *lone_servers(site)), routes, site.sql, poolers),
        migrations=find_migrations(site, routes),
        workloads=tuple(
            workload
            for hood in site.worlds.neighbourhoods
            for each in hood.deployments
            if (workload := site.worlds.of_deployment(hood, each).workload) is not None
        ),
    )


def _servers(site: Site) -> Iterator[Server]:
    for hood in site.worlds.neighbourhoods:
        for each in hood.deployments:
            server = server_in(each, site)
            if server is not None:
                yield server


def _runnings(site: Site) -> Iterator[Running]:
    used: set[str] = set()
    for hood in site.worlds.neighbourhoods:
        for deployment in hood.deployments:
            running = running_in(deployment, hood, site)
            if running is not None:
                used.add(running.config.path if running.config is not None else "")
                yield running
    for config in site.pooler_configs:
        if config.path not in used:
            yield lone(config)
