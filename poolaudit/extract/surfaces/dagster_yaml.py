"""Dagster's instance: dagster.yaml says where runs, events and schedules are stored.

In: a YAML tree. Out: a `ClientPool` of library `dagster_postgres` for each storage in PostgreSQL.
Meaning: https://docs.dagster.io/deployment/oss/dagster-yaml (1.12, read 2026-11-21): a value is text, or `env: NAME`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.client_arguments import connection_string, from_items
from poolaudit.extract.surfaces.client_calls import settings_of
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Items, Literal, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node
    from poolaudit.facts.expression import Expression

_NAMED = "storage.postgres"
_OLDER = ("run_storage", "event_log_storage", "schedule_storage")
_MODULE = "dagster_postgres"
_DEEPEST = 3
"""A storage holds the parts of its database, which hold what is sent to the server."""


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """Each storage in PostgreSQL, in written order."""
    del source
    for root in getattr(document, "roots", ()):
        for key, block in root.items if isinstance(root, MappingNode) else ():
            if not isinstance(block, MappingNode):
                continue
            if key.name == "storage":
                own, inner = block.key("postgres"), block.get("postgres")
                if own is not None and isinstance(inner, MappingNode):
                    yield _pool(_NAMED, own, inner)
                    continue
            config, module = block.get("config"), block.get("module")
            of_postgres = isinstance(module, ScalarNode) and str(module.value).partition(".")[0] == _MODULE
            if of_postgres and isinstance(config, MappingNode) and key.name in ("storage", *_OLDER):
                yield _pool(key.name if key.name in _OLDER else _NAMED, key, config)


def _pool(call: str, key: Key, block: MappingNode) -> ClientPool:
    client = clients()["dagster_postgres"]
    constructor = client.constructors[0]
    arguments = from_items(_items(block))
    settings, lookups = settings_of(arguments, constructor)
    return settle(
        ClientPool(
            library=client.name,
            kind=constructor.kind,
            span=key.span,
            call=call,
            dsn=connection_string(arguments, constructor, key.span),
            arguments=settings,
            complete=arguments.complete,
            lookups=lookups,
        )
    )


def _items(block: MappingNode, depth: int = 0) -> Items:
    return Items(tuple((key.name, _expression(value, depth)) for key, value in block.items), block.span)


def _expression(node: Node, depth: int) -> Expression:
    if isinstance(node, ScalarNode):
        return Literal(node.value, node.span)
    if not isinstance(node, MappingNode):
        return Unresolved("a list", node.span)
    variable = node.get("env")
    if len(node.items) == 1 and isinstance(variable, ScalarNode) and isinstance(variable.value, str):
        return EnvLookup((variable.value,), node.span)
    return _items(node, depth + 1) if depth < _DEEPEST else Unresolved("a mapping", node.span)


SURFACE = Surface("dagster_yaml", ("yaml",), extract, globs=("dagster.yaml",), triggers=("postgres",))
