"""Hasura's metadata/databases/databases.yaml. In: a YAML tree. Out: a `ClientPool` for each PostgreSQL source and read replica.

Meaning: https://hasura.io/docs/2.0/api-reference/syntax-defs/#pgsourceconnectioninfo (2.48, read 2026-11-21): `database_url` is
text, `from_env`, or `connection_parameters`; the pool and the prepared statements belong to the source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.extract.surfaces.platform_values import mappings
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Items, Literal, Unresolved
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.model import Constructor
    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_KINDS = frozenset({"postgres", "citus", "cockroach", "alloy", "pg"})
_CALL = "sources"


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """Each source with its replicas, in written order."""
    del source
    for root in getattr(document, "roots", ()):
        for each in mappings(root) if isinstance(root, SequenceNode) else ():
            kind, name, configuration = each.get("kind"), each.get("name"), each.get("configuration")
            if not isinstance(name, ScalarNode) or not isinstance(configuration, MappingNode):
                continue
            if isinstance(kind, ScalarNode) and kind.value not in _KINDS:
                continue
            info = configuration.get("connection_info")
            if isinstance(info, MappingNode):
                yield from _pool(str(name.value), name.span, info)
            for number, replica in enumerate(mappings(configuration.get("read_replicas"))):
                yield from _pool(f"{name.value}.read_replicas.{number}", replica.span, replica)


SURFACE = Surface(
    "hasura_metadata",
    ("yaml",),
    extract,
    globs=("databases/databases.yaml", "*/databases/databases.yaml"),
    triggers=("connection_info",),
    self_contained=True,
)


def _pool(name: str, span: Span, info: MappingNode) -> Iterator[ClientPool]:
    url = info.get("database_url")
    if url is None:
        return
    constructor = next(each for each in clients()["hasura"].constructors if _CALL in each.callees)
    yield settle(
        ClientPool(
            library="hasura",
            kind=constructor.kind,
            span=span,
            call=f"{_CALL}[{name!r}]",
            dsn=_connection(url, constructor),
            arguments=tuple(_arguments(info, constructor)),
        )
    )


def _arguments(info: MappingNode, constructor: Constructor) -> Iterator[tuple[str, Setting[object]]]:
    for each in constructor.parameters:
        node = info.get(*each.name.split("."))
        if isinstance(node, ScalarNode) and node.value is not None:
            yield each.name, Setting.written(node.value, node.span, each.name)


def _connection(node: Node, constructor: Constructor) -> Expression:
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        return Literal(Secret(node.value), node.span)
    variable = node.get("from_env") if isinstance(node, MappingNode) else None
    if isinstance(variable, ScalarNode) and isinstance(variable.value, str):
        return EnvLookup((variable.value,), variable.span)
    given = node.get("connection_parameters") if isinstance(node, MappingNode) else None
    if not isinstance(given, MappingNode):
        return Unresolved("it is given in a way that is not known", node.span)
    parts = [
        (meaning, Literal(value.value, value.span))
        for name, meaning in constructor.parts
        if isinstance(value := given.get(name), ScalarNode)
    ]
    return _concealed(Items(tuple(parts), given.span))


def _concealed(items: Items) -> Items:
    """The parts with the password as a secret; the others are read by name."""
    return Items(tuple((name, conceal(value) if name == "password" else value) for name, value in items.items), items.span)
