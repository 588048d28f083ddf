"""The release of a library that a repository pins. In: the library's catalog name and the `Site`. Out: a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.catalog.model import Client as Library
    from poolaudit.graph.site import Site


def library_named(name: str) -> Library | None:
    """The catalog's entry of a client library."""
    return clients().get(name)


def version_of(library: str, site: Site) -> Setting[str]:
    """The version of a library that the repository pins; absent when nothing does, unresolved when two things differ.

    An exact version (a lock file) beats the lowest one that a constraint allows (a manifest).
    """
    entry = library_named(library)
    found = [each.version for package in (entry.packages if entry else ()) for each in site.dependencies.get(package, ())]
    if not found:
        return Setting.absent("version")
    known = [each for each in found if each.is_known]
    exact = [each for each in known if not each.assumed] or known or found
    if len({each.value for each in exact}) > 1:
        return Setting.unresolved(f"several versions of {library} are pinned", exact[0].span, "version")
    return exact[0]
