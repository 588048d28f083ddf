"""Every connection string of a repository, with the world in which it is read.

In: facts, and the routes that they led to. Out: pairs of `Dsn` and `World`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.deployment import EnvFile
from poolaudit.facts.dsn import Dsn
from poolaudit.graph.context import context_of, file_environment
from poolaudit.graph.text import Piece, Text
from poolaudit.graph.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.fact import Fact
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.setting import Setting
    from poolaudit.graph.route import Route
    from poolaudit.graph.site import Site


def written_strings(facts: Iterable[Fact], routes: tuple[Route, ...], site: Site) -> Iterator[tuple[Dsn, World]]:
    """Every connection string: found by routes, in code, in env files and in deployments."""
    for fact in facts:
        if isinstance(fact, Dsn):
            if fact.grammar == "parts":
                continue  # settings, and no string that could be written wrongly
            yield fact, _world_of(fact.span.path)
        elif isinstance(fact, EnvFile):
            for entry in fact.entries:
                yield from _parsed(entry.value, World(file_environment(fact.path.rpartition("/")[2]), None, "", None), site)
    for hood in site.worlds.neighbourhoods:
        for deployment in hood.deployments:
            world = site.worlds.of_deployment(hood, deployment)
            for entry in deployment.env:
                yield from _parsed(entry.value, world, site)
    for route in routes:
        if route.dsn is not None and route.dsn.grammar != "parts":
            yield route.dsn, _world_of(route.dsn.span.path)


def _world_of(path: str) -> World:
    return World("", None, "", None, context=context_of(path))


def _parsed(value: Setting[Secret], world: World, site: Site) -> Iterator[tuple[Dsn, World]]:
    raw = value.value.reveal() if value.value is not None else ""
    span = value.span
    if span is None or not site.readers.looks_like_dsn(raw):
        return
    dsn = site.readers.parse_dsn(raw, Text((Piece(raw, span),)).place, "")
    if dsn is not None:
        yield dsn, world
