"""The release of a library that a repository pins. In: the library's catalog name and what manifests say. Out: a version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.name import Dependency
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from poolaudit.catalog.model import Client as Library
    from poolaudit.facts.fact import Fact
    from poolaudit.graph.readers import Readers
    from poolaudit.graph.site import Site

    Dependencies = Mapping[str, tuple[Dependency, ...]]


def library_named(name: str) -> Library | None:
    """The catalog's entry of a client library."""
    return clients().get(name)


def version_of(library: str, site: Site) -> Setting[str]:
    """The version of a library that the repository pins; absent when nothing does, unresolved when two things differ.

    An exact version (a lock file) beats the lowest one that a constraint allows (a manifest).
    """
    return _version(library, site.dependencies)


def by_package(facts: Iterable[Fact]) -> Dependencies:
    """What manifests and lock files say, by ecosystem and package: `pypi:redis`."""
    found: dict[str, list[Dependency]] = {}
    for each in facts:
        if isinstance(each, Dependency):
            found.setdefault(f"{each.ecosystem}:{each.package}", []).append(each)
    return {name: tuple(listed) for name, listed in found.items()}


def as_pinned(facts: Iterable[Fact], dependencies: Dependencies, readers: Readers) -> Iterator[Fact]:
    """The facts, pools with the defaults of the release that the repository pins."""
    from poolaudit.facts.pool_function import PoolFunction  # noqa: PLC0415  # only who prints facts asks

    for each in facts:
        if isinstance(each, ClientPool):
            yield _pinned(each, dependencies, readers)
        elif isinstance(each, PoolFunction):
            yield replace(each, pool=_pinned(each.pool, dependencies, readers))
        else:
            yield each


def _pinned(pool: ClientPool, dependencies: Dependencies, readers: Readers) -> ClientPool:
    version = _version(pool.library, dependencies)
    return pool if version.origin is Origin.ABSENT else readers.with_version(pool, version)


def _version(library: str, dependencies: Dependencies) -> Setting[str]:
    entry = library_named(library)
    found = [each.version for package in (entry.packages if entry else ()) for each in dependencies.get(package, ())]
    if not found:
        return Setting.absent("version")
    known = [each for each in found if each.is_known]
    exact = [each for each in known if not each.assumed] or known or found
    if len({each.value for each in exact}) > 1:
        return Setting.unresolved(f"several versions of {library} are pinned", exact[0].span, "version")
    return exact[0]
