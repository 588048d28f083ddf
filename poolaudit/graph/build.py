"""Puts the picture together. In: the facts of all files. Out: the `Graph` that rules judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.deployment import Deployment, EnvFile
from poolaudit.facts.name import Dependency, NamedValue
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Setting
from poolaudit.facts.sql_use import SqlUse
from poolaudit.graph.built_images import BuiltImages
from poolaudit.graph.connection_strings import connection_strings
from poolaudit.graph.declared import with_declared_copies
from poolaudit.graph.fill_variables import filled
from poolaudit.graph.find_migrations import find_migrations
from poolaudit.graph.find_pool_transactions import find_pool_transactions
from poolaudit.graph.helm_releases import releases
from poolaudit.graph.images import Images
from poolaudit.graph.kubernetes_deployments import cluster_neighbourhoods
from poolaudit.graph.managed_shares import with_neighbours
from poolaudit.graph.names import Names
from poolaudit.graph.neighbourhoods import neighbourhoods
from poolaudit.graph.place_statements import place_statements
from poolaudit.graph.pooler_faults import pooler_faults
from poolaudit.graph.resolve_pooler import pooler_for
from poolaudit.graph.resolve_server import server_in
from poolaudit.graph.running_pooler import Running, lone, running_in
from poolaudit.graph.server_timeouts import lone_servers, with_bounds
from poolaudit.graph.site import Site
from poolaudit.graph.startup import startup_parameters
from poolaudit.graph.sum_fleets import sum_fleets
from poolaudit.graph.topology import Graph
from poolaudit.graph.trace_routes import trace_routes
from poolaudit.graph.worlds import Worlds
from poolaudit.graph.written_strings import written_strings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from poolaudit.config import Config
    from poolaudit.facts.fact import Fact
    from poolaudit.graph.readers import Readers
    from poolaudit.graph.server import Server

ANY: Setting[str] = Setting.unresolved("each client asks for its own")
"""The database and user of a pooler that no route leads to."""


def build(facts: Iterable[Fact], config: Config, readers: Readers, tracked: Callable[[str], bool]) -> Graph:
    """Index the facts, follow every client, add everything up."""
    site = _site(tuple(facts), config, readers)
    routes = trace_routes(site)
    clients = tuple({route.span: route.client for route in routes}.values())
    runnings = tuple(_runnings(site))
    deployed = (each for hood in site.worlds.neighbourhoods for each in hood.deployments)
    poolers = with_neighbours(tuple(pooler_for(running, ANY, ANY) for running in runnings), deployed)
    read_by = {each.config.path: pooler for each, pooler in zip(runnings, poolers, strict=True) if each.config is not None}
    return Graph(
        routes=routes,
        clients=clients,
        statements=place_statements(site.sql, routes),
        startup_parameters=startup_parameters(routes, readers),
        connection_strings=connection_strings(written_strings(facts, routes, site), site, tracked, routes),
        poolers=poolers,
        pooler_faults=tuple(pooler_faults(site.pooler_configs, read_by)),
        servers=with_bounds((*_servers(site), *lone_servers(site)), routes, site.sql, poolers),
        migrations=find_migrations(site),
        pool_transactions=tuple(find_pool_transactions(site, clients)),
        fleets=sum_fleets(routes),
        workloads=tuple(
            workload
            for hood in site.worlds.neighbourhoods
            for each in hood.deployments
            if (workload := site.worlds.of_deployment(hood, each).workload) is not None
        ),
    )


def _site(facts: tuple[Fact, ...], config: Config, readers: Readers) -> Site:
    deployments = [each for each in facts if isinstance(each, Deployment)]
    images = Images(deployments)
    env_files = [each for each in facts if isinstance(each, EnvFile)]
    built = BuiltImages(facts)
    hoods = (
        *neighbourhoods(filled(deployments, env_files, readers)),
        *cluster_neighbourhoods(facts, env_files, built),
        *releases(facts, built),
    )
    dependencies: dict[str, list[Dependency]] = {}
    for each in facts:
        if isinstance(each, Dependency):
            dependencies.setdefault(f"{each.ecosystem}:{each.package}", []).append(each)
    names = Names(each for each in facts if isinstance(each, NamedValue))
    hoods = with_declared_copies(hoods, config.replicas)
    return Site(
        readers=readers,
        config=config,
        names=names,
        images=images,
        worlds=Worlds(hoods, env_files, images, names),
        pools=tuple(each for each in facts if isinstance(each, ClientPool)),
        sql=tuple(each for each in facts if isinstance(each, SqlUse)),
        pooler_configs=tuple(each for each in facts if isinstance(each, PoolerConfig)),
        server_configs=tuple(each for each in facts if isinstance(each, ServerConfig)),
        dependencies={name: tuple(found) for name, found in dependencies.items()},
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
