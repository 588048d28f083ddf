"""launchSettings.json: how a developer's machine starts a project of .NET.

In: a JSON tree. Out: a `Dsn` for each variable of a profile that is a connection string. Nothing of it is deployed.
Meaning: https://learn.microsoft.com/aspnet/core/fundamentals/environments (9.0, launchSettings.json, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.dsn.parse import looks_like_dsn
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.dotnet_strings import NamedString, parsed, provider_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.dsn import Dsn


def extract(source: Source, document: Document) -> Iterator[Dsn]:
    """Connection strings of all profiles, in written order."""
    for root in getattr(document, "roots", ()):
        profiles = root.get("profiles") if isinstance(root, MappingNode) else None
        for _, profile in profiles.items if isinstance(profiles, MappingNode) else ():
            variables = profile.get("environmentVariables") if isinstance(profile, MappingNode) else None
            for key, value in variables.items if isinstance(variables, MappingNode) else ():
                if not isinstance(value, ScalarNode) or not looks_like_dsn(str(value.value)):
                    continue
                library = provider_of(NamedString(key.name, key, value))
                dsn = parsed(source, value, "npgsql" if library == "npgsql" else "")
                if dsn is not None:
                    yield dsn


SURFACE = Surface("launch_settings", ("json",), extract, globs=("launchSettings.json",), triggers=("host=", "server=", "://"))
