"""ASP.NET Core's `appsettings.json`, `appsettings.<Environment>.json`, user secrets and Azure Functions' local settings.

In: a JSON tree. Out: what `dotnet_strings` makes of each entry of `ConnectionStrings` and of the `ConnectionString` of other
sections, and a `NamedValue` for other settings that look like connection strings (`Database.Url` for the path `Database:Url`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.dotnet import SECTION, STRING
from poolaudit.extract.base import Surface
from poolaudit.extract.dsn.parse import looks_like_dsn
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.extract.surfaces.dotnet_strings import NamedString, facts_of
from poolaudit.facts.expression import Literal
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.dsn import Dsn


def extract(source: Source, document: Document) -> Iterator[NamedValue | ClientPool | Dsn]:
    """Each connection string of the file, in written order."""
    environment = environment_of(source.path)
    for root in getattr(document, "roots", ()):
        for path, key, node, beside in _scalars(root, ()):
            yield from _entry(source, path, NamedString(path[-1], key, node, environment, beside))


SURFACE = Surface(
    "appsettings",
    ("json",),
    extract,
    globs=("appsettings.json", "appsettings.*.json", "secrets.json", "local.settings.json", "connectionstrings.json"),
    triggers=("connectionstring", "host=", "server=", "data source=", "://"),
)


def environment_of(path: str) -> str:
    """`Production` for `appsettings.Production.json`; empty for a file that holds everywhere."""
    words = path.rpartition("/")[2].split(".")
    return words[1] if len(words) == 3 and words[0].lower() == "appsettings" else ""  # noqa: PLR2004 - name, environment, json


def _scalars(node: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Key, ScalarNode, str]]:
    """Key paths with their values, and what stands beside each as the provider."""
    items = node.items if isinstance(node, MappingNode) else ()
    beside = (value.value for key, value in items if isinstance(value, ScalarNode) and "provider" in key.name.lower())
    provider = next((each for each in beside if isinstance(each, str)), "")
    for key, value in items:
        names = (*path, *key.name.split(":"))
        if isinstance(value, ScalarNode):
            yield names, key, value, provider
        else:
            yield from _scalars(value, names)


def _entry(source: Source, path: tuple[str, ...], entry: NamedString) -> Iterator[NamedValue | ClientPool | Dsn]:
    value = entry.node.value
    if len(path) > 1 and path[-2].lower() == SECTION.lower():
        yield from facts_of(source, replace(entry, provider=""))
    elif not isinstance(value, str) or not looks_like_dsn(value):
        return
    elif len(path) > 1 and path[-1].lower() == STRING.lower() and "://" not in value:
        yield from facts_of(source, replace(entry, section=".".join(path[:-1])))
    else:
        yield NamedValue(".".join(path), conceal(Literal(value, entry.node.span)), entry.key.span, entry.environment)
