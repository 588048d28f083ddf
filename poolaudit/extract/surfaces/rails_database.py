"""Rails' config/database.yml: a pool for each database of each environment.

In: a YAML tree whose values may be ERB. Out: a `ClientPool` of library `rails` for each, with the environment as its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.catalog.rails_files import ADAPTERS, BASES, PRIMARY, URL
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.client_arguments import conceal, connection_string, from_items, is_none
from poolaudit.extract.surfaces.client_calls import settings_of
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.extract.surfaces.erb import expression_of
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Items, Literal, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.model import Constructor
    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node
    from poolaudit.extract.surfaces.client_arguments import Arguments
    from poolaudit.facts.expression import Expression

_FAMILIES = dict(ADAPTERS)
_NEEDED = ("database", "url")
"""Keys of which a block has one when it is a database and no block that others merge."""


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """Each database, in written order."""
    for root in getattr(document, "roots", ()):
        for environment, written in root.items if isinstance(root, MappingNode) else ():
            if not isinstance(written, MappingNode) or environment.name in BASES:
                continue
            block = _merged(written, root)
            if _is_database(block):
                yield _pool(source, environment.name, "", environment, block)
            for name, inner in block.items:
                if isinstance(inner, MappingNode) and _is_database(merged := _merged(inner, root)):
                    yield _pool(source, environment.name, name.name, name, merged)


SURFACE = Surface(
    "rails_database",
    ("yaml",),
    extract,
    globs=(
        "database.yml",
        "database.yml.*",
        "database.*.yml",
        "*.database.yml",
        "config/database.yaml",
        "*/database/database.yml",
    ),
    triggers=("adapter", "url:"),
)


def _merged(block: MappingNode, root: MappingNode) -> MappingNode:
    """The block over the one that `<<: *default` names, where a template kept the YAML reader from doing so."""
    base = block.get("<<")
    named = root.get(str(base.value).removeprefix("*")) if isinstance(base, ScalarNode) else None
    return MappingNode((*named.items, *block.items), block.span) if isinstance(named, MappingNode) else block


def _is_database(block: MappingNode) -> bool:
    return any(isinstance(block.get(key), ScalarNode) for key in _NEEDED)


def _pool(source: Source, environment: str, name: str, key: Key, block: MappingNode) -> ClientPool:
    client = clients()["rails"]
    constructor = client.constructors[0]
    arguments = from_items(_items(source, block))
    settings, lookups = settings_of(arguments, constructor)
    title = f"{environment}.{name}" if name else environment
    return settle(
        ClientPool(
            library=client.name,
            kind=constructor.kind,
            span=key.span,
            call=f"{constructor.callees[0]}[{title!r}]",
            dsn=_dsn(arguments, constructor, key, name),
            arguments=tuple((label, value) for label, value in settings if label != "password"),
            complete=arguments.complete,
            lookups=lookups,
            environment=environment,
        )
    )


def _dsn(arguments: Arguments, constructor: Constructor, key: Key, name: str) -> Expression:
    """The variable that beats the file, else `url`, else the parts where they name a host; a part that is not set is none."""
    given = {label: value for label, value in arguments.given.items() if not is_none(value)}
    url = given.pop("url", None)
    parts = connection_string(replace(arguments, given=given), constructor, key.span)
    variable = URL if name in ("", PRIMARY) else f"{name.upper()}_{URL}"
    if url is None:
        return EnvLookup((variable,), key.span, parts, overrides=True)
    written = conceal(url)
    if isinstance(written, EnvLookup) and written.default is None and isinstance(parts, Items) and "host" in dict(parts.items):
        return replace(written, default=parts)
    return written


def _items(source: Source, block: MappingNode) -> Items:
    last = {key.name: value for key, value in block.items if key.name != "<<"}
    return Items(tuple((name, _expression(source, name, value)) for name, value in last.items()), block.span)


def _expression(source: Source, name: str, node: Node) -> Expression:
    if isinstance(node, MappingNode):
        return _items(source, node)
    if not isinstance(node, ScalarNode):
        return Unresolved("a list", node.span)
    found = expression_of(source, node)
    if name == "adapter" and isinstance(found, Literal) and found.value in _FAMILIES:
        return Literal(_FAMILIES[str(found.value)], found.span)
    return found
