"""Configuration files of .NET Framework: `web.config`, `app.config` and what they include.

In: an XML tree. Out: what `dotnet_strings` makes of each `<add name="…" connectionString="…"/>`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.dotnet_strings import NamedString, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.name import NamedValue

_BASES = ("web", "app")


def extract(source: Source, document: Document) -> Iterator[NamedValue | ClientPool | Dsn]:
    """Each connection string of the file; a transformation (`web.Release.config`) is of its own environment."""
    words = source.path.rpartition("/")[2].split(".")
    environment = words[1] if len(words) == 3 and words[0].lower() in _BASES else ""  # noqa: PLR2004 - name, environment, config
    for root in getattr(document, "roots", ()):
        for name, key, node, provider in _added(root):
            yield from facts_of(source, NamedString(name, key, node, environment, provider))


SURFACE = Surface(
    "web_config",
    ("xml",),
    extract,
    globs=("web.config", "web.*.config", "app.config", "app.*.config", "connectionstrings.config"),
    triggers=("connectionString",),
)


def _added(node: object) -> Iterator[tuple[str, Key, ScalarNode, str]]:
    for key, value in node.items if isinstance(node, MappingNode) else ():
        if not isinstance(value, MappingNode):
            continue
        text, name, provider = (value.get(f"@{each}") for each in ("connectionString", "name", "providerName"))
        written = value.key("@connectionString")
        if key.name == "add" and isinstance(text, ScalarNode) and isinstance(name, ScalarNode) and written is not None:
            yield str(name.value), written, text, str(provider.value) if isinstance(provider, ScalarNode) else ""
        else:
            yield from _added(value)
