"""Puts each opening of a client into its surroundings: the framework of its package, the platform that runs it.

In: `ClientHolding` facts, clients, the `Site`. Out: `Holding`s, in the order of the facts.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import constructors
from poolaudit.catalog.path_roles import TOOL_FILES
from poolaudit.catalog.web_frameworks import EDGE_RUNTIMES, RELOADERS
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_of, path_role
from poolaudit.graph.functions import in_function, platform_of
from poolaudit.graph.holding import Holding
from poolaudit.graph.pinned_version import library_named
from poolaudit.graph.preloading import forked_after
from poolaudit.graph.request_functions import per_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.client_holding import ClientHolding
    from poolaudit.graph.client import Client
    from poolaudit.graph.site import Site


def find_holdings(site: Site, clients: tuple[Client, ...]) -> Iterator[Holding]:
    """Each of them."""
    by_span = {each.span: each for each in clients}
    frameworks = _frameworks(site)
    for fact in site.holdings:
        client = by_span.get(fact.span)
        path = fact.span.path
        library = library_named(fact.library)
        context = context_of(path)
        platform, ties = _platform(fact, site)
        forked, server = forked_after(fact, site)
        yield Holding(
            span=fact.span,
            symbol=f"{fact.module or path}:{fact.scope.function}:{fact.call}",
            context=context,
            trail=(Evidence(fact.span, Origin.WRITTEN, fact.call),),
            library=library.title if library is not None else fact.library,
            kind=fact.kind,
            call=fact.call,
            client=client,
            per_request=per_request(fact, site.request_functions),
            held=fact.held,
            pooling=client.pooling if client is not None else _pooling(fact),
            at_module=fact.at_module,
            lasting=fact.loaded and fact.shared and not fact.conditional and not fact.held.startswith("closed"),
            guarded=fact.guarded,
            one_shot=is_one_shot(path),
            reloader=_reloader(path, frameworks),
            platform=platform,
            ties_sockets=ties,
            connects=fact.connects,
            forked=forked,
            forked_by=server,
            retried=fact.retried,
        )


def _pooling(fact: ClientHolding) -> Setting[bool]:
    """Whether a client with no settings of its own keeps connections: as what gives it its connections does."""
    if not fact.through:
        return Setting(True, Origin.DERIVED, fact.span)
    known = constructors(fact.language).get(fact.through)
    if known is not None and known[1].fixed_pooling is not None:
        return Setting.derived(bool(known[1].fixed_pooling), "keeps connections", f"through {fact.through}")
    return Setting.unresolved(f"whether {fact.through} keeps connections is not known", fact.span, "keeps connections")


def is_one_shot(path: str) -> bool:
    """Whether a file surely is a migration, a script or a configuration file of a tool."""
    name = path.rpartition("/")[2].lower()
    return path_role(path) in ("migration", "script") or any(fnmatchcase(name, pattern) for pattern in TOOL_FILES)


def _frameworks(site: Site) -> dict[str, Setting[str]]:
    """Folder of each package.json → the framework in it; absent where it names packages of the catalog and none of those."""
    found: dict[str, Setting[str]] = {}
    titles = {package: each.title for each in RELOADERS for package in each.packages}
    for name, dependencies in site.dependencies.items():
        for each in dependencies:
            if each.span.path.rpartition("/")[2] == "package.json":
                folder = dirname(each.span.path)
                if name in titles:
                    found[folder] = Setting.written(titles[name], each.span, "framework")
                else:
                    found.setdefault(folder, Setting.absent("framework"))
    return found


def _reloader(path: str, frameworks: dict[str, Setting[str]]) -> Setting[str]:
    """The framework in the package.json beside or above a file, the nearest one."""
    folder = path
    while folder:
        folder = dirname(folder)
        if folder in frameworks:
            return frameworks[folder]
    return Setting.absent("framework")


def _platform(fact: ClientHolding, site: Site) -> tuple[Setting[str], Setting[bool]]:
    """The function platform, and whether it ties sockets to requests."""
    path = fact.span.path
    if fact.edge in EDGE_RUNTIMES:
        platform = Setting.derived(EDGE_RUNTIMES[fact.edge], "platform", f"runtime = {fact.edge}")
        return platform, platform.restated(True)
    for world in site.worlds.of_file(path):
        running = platform_of(world.workload.deployment.platform) if world.workload is not None else None
        if world.workload is None or running is None:
            continue
        runs = in_function(path, world, site)
        if runs.is_known and runs.value:
            platform = Setting.written(running.title, world.workload.span, "platform", world.workload.name)
            return platform, platform.restated(running.ties_sockets)
        if running.ties_sockets:
            return Setting.unresolved(runs.note, runs.span, "platform"), Setting.unresolved(runs.note, runs.span, "platform")
    for each in site.images.placeless:
        running = platform_of(each.platform)
        if running is not None and running.ties_sockets:
            why = f"which code {each.name} runs is not known"
            return Setting.unresolved(why, each.span, "platform"), Setting.unresolved(why, each.span, "platform")
    return Setting.absent("platform"), Setting(False, Origin.DERIVED, fact.span)
