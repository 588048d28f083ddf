"""Clients that nobody's code opens: ready-made programs that a deployment runs as an image, told by variables.

In: an indexed `Site`. Out: a `ClientPool` for each pool that such a program opens, with the world of its deployment; and the
worlds of pools that a configuration file of such a program describes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.client_images import IMAGES
from poolaudit.catalog.versions import release
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.images import repository_of, tag_of
from poolaudit.graph.pinned_version import library_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.model import Constructor
    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World

_PROGRAMS = frozenset(IMAGES.values())


def image_clients(site: Site) -> Iterator[tuple[ClientPool, World]]:
    """Each pool that an image opens by its variables; what a configuration file of the tree says for it counts instead."""
    for name, deployment, world in _running(site):
        library = library_named(name)
        for constructor in library.constructors if library is not None else ():
            if (
                constructor.dsn_environment
                and _is_given(constructor, world)
                and not _in_file(name, constructor, deployment, site)
            ):
                yield _pool(name, constructor, deployment, world, site), world


def worlds_of(pool: ClientPool, site: Site) -> tuple[World, ...]:
    """The worlds in which a pool of a file is opened: those of the program's own deployments, else those of the file's code."""
    if pool.library not in _PROGRAMS:
        return site.worlds.of_file(pool.span.path)
    running = [(deployment, world) for name, deployment, world in _running(site) if name == pool.library]
    holding = [world for deployment, world in running if site.images.covers(deployment, pool.span.path) is not None]
    return tuple(holding or (world for _, world in running)) or site.worlds.of_file(pool.span.path)


def _running(site: Site) -> Iterator[tuple[str, Deployment, World]]:
    """Catalog name, deployment and world of each program of the catalog that runs."""
    for hood in site.worlds.neighbourhoods:
        for deployment in hood.deployments:
            name = IMAGES.get(repository_of(site.images.image(deployment)))
            if name is not None:
                yield name, deployment, site.worlds.of_deployment(hood, deployment)


def _is_given(constructor: Constructor, world: World) -> bool:
    return any(world.lookup(name).origin is not Origin.ABSENT for name in constructor.dsn_environment)


def _in_file(name: str, constructor: Constructor, deployment: Deployment, site: Site) -> bool:
    """Whether a file of the tree describes the same pool: one that the deployment mounts, or one that reads the same variable."""
    same = [each for each in site.pools if each.library == name]
    mounted = any(site.images.covers(deployment, each.span.path) is not None for each in same if each.call in constructor.callees)
    read = any(isinstance(each.dsn, EnvLookup) and {*each.dsn.names} & {*constructor.dsn_environment} for each in same)
    return mounted or read


def _pool(name: str, constructor: Constructor, deployment: Deployment, world: World, site: Site) -> ClientPool:
    image = site.images.image(deployment)
    number = release(tag_of(image))
    span = next((value.span for each in constructor.dsn_environment if (value := world.lookup(each)).span), deployment.span)
    arguments: list[tuple[str, Setting[object]]] = []
    for variable, parameter in constructor.environment:
        value = world.lookup(variable)
        if value.origin is not Origin.ABSENT:
            text = value.value.reveal() if value.is_known and value.value is not None else None
            arguments.append((parameter, value.read_as(text, variable)))
    pool = ClientPool(
        library=name,
        kind=constructor.kind,
        span=span,
        call=constructor.callees[0],
        dsn=EnvLookup(constructor.dsn_environment, span),
        arguments=tuple(arguments),
    )
    return site.readers.with_version(pool, image.restated(number) if number else Setting.absent("version"))
