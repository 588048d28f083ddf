"""Prisma schemas: the data source that `new PrismaClient()` connects to, up to Prisma 6.

In: a schema's blocks. Out: a `ClientPool` for a data source with a connection string, a `Dsn` for a literal `directUrl`, and a
`NamedValue` for each, which migrations follow.
Where the schema hands the connection to a driver adapter (`driverAdapters`, `engineType = "client"`), the code opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.dsn.parse import DsnError, parse_dsn
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode, SettingsDocument
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Literal, Unresolved
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span

_PROVIDERS = frozenset({"postgresql", "postgres", "cockroachdb", "mysql", "sqlserver"})
_DIRECT = ("directUrl", "shadowDatabaseUrl")
_WITHOUT_ENGINE = "driverAdapters"


def extract(source: Source, document: Document) -> Iterator[Fact]:
    """The facts of each data source, in written order."""
    for root in document.roots if isinstance(document, SettingsDocument) else ():
        blocks = root.items if isinstance(root, MappingNode) else ()
        generators = [block for kind, block in blocks if kind.name == "generator"]
        adapted = any(_is_adapted(each) for block in generators if isinstance(block, MappingNode) for _, each in block.items)
        for kind, block in blocks:
            if kind.name == "datasource" and isinstance(block, MappingNode):
                for key, keys in block.items:
                    if isinstance(keys, MappingNode):
                        yield from _datasource(source, key.name, keys, adapted=adapted)


def _datasource(source: Source, name: str, keys: MappingNode, *, adapted: bool) -> Iterator[Fact]:
    provider, url = keys.get("provider"), keys.get("url")
    if not isinstance(provider, ScalarNode) or provider.value not in _PROVIDERS:
        return
    for each in ("url", *_DIRECT):
        node = keys.get(each)
        if isinstance(node, ScalarNode):
            yield NamedValue(f"datasource.{each}", _expression(node), node.span)
    if isinstance(url, ScalarNode) and not adapted:
        yield settle(
            ClientPool(
                library="prisma",
                kind="pool",
                span=keys.span,
                call=f"datasource[{name!r}]",
                dsn=_expression(url),
                driver="prisma",
            )
        )
    for each in _DIRECT:
        node = keys.get(each)
        if isinstance(node, ScalarNode) and not node.tag and isinstance(node.value, str):
            yield from _literal(source, node)


def _literal(source: Source, node: ScalarNode) -> Iterator[Fact]:
    start, plain = node.span.offset, node.raw == node.value

    def place(first: int, last: int) -> Span:
        return source.span(start + first, start + last) if plain else node.span

    try:
        yield parse_dsn(str(node.value), place, reader="prisma")
    except DsnError:
        return


def _expression(node: ScalarNode) -> Expression:
    if node.tag == "env":
        return EnvLookup((str(node.value),), node.span)
    if isinstance(node.value, str) and node.quote:
        return Literal(Secret(node.value), node.span)
    return Unresolved("it is no text", node.span)


def _is_adapted(generator: Node) -> bool:
    if not isinstance(generator, MappingNode):
        return False
    features, engine = generator.get("previewFeatures"), generator.get("engineType")
    names = (
        [each.value for each in features.elements if isinstance(each, ScalarNode)] if isinstance(features, SequenceNode) else []
    )
    return _WITHOUT_ENGINE in names or (isinstance(engine, ScalarNode) and engine.value == "client")


SURFACE = Surface(name="prisma", formats=("prisma",), extract=extract, triggers=("datasource",))
