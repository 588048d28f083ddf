"""ASP.NET Core's `appsettings.json`, `appsettings.<Environment>.json`, user secrets and Azure Functions' local settings.

In: a JSON tree. Out: what `dotnet_strings` makes of each entry of `ConnectionStrings`, and a `NamedValue` for other settings
that look like connection strings (`Database.Url` for the key path `Database:Url`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.dotnet import SECTION
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
        for path, key, node in _scalars(root, ()):
            yield from _entry(source, path, key, node, environment)


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


def _scalars(node: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Key, ScalarNode]]:
    for key, value in node.items if isinstance(node, MappingNode) else ():
        names = (*path, *key.name.split(":"))
        if isinstance(value, ScalarNode):
            yield names, key, value
        else:
            yield from _scalars(value, names)


def _entry(
    source: Source, path: tuple[str, ...], key: Key, node: ScalarNode, environment: str
) -> Iterator[NamedValue | ClientPool | Dsn]:
    if len(path) > 1 and path[-2].lower() == SECTION.lower():
        yield from facts_of(source, NamedString(path[-1], key, node, environment))
    elif isinstance(node.value, str) and looks_like_dsn(node.value):
        yield NamedValue(".".join(path), conceal(Literal(node.value, node.span)), key.span, environment)
