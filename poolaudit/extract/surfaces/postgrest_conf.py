"""PostgREST's configuration file. In: a tree of `key = value` lines. Out: a `ClientPool`, whose values variables may beat.

Meaning: https://docs.postgrest.org/en/stable/references/configuration.html (14, read 2026-11-21): text stands in quotes,
`$(NAME)` is a variable, a connection string that starts with `@` is the name of a file, and `PGRST_…` variables beat the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Joined, Literal, Unresolved
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_URI = "db-uri"


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """The pool of the file, when it names the database."""
    for root in getattr(document, "roots", ()):
        node = root.get(_URI) if isinstance(root, MappingNode) else None
        key = root.key(_URI) if isinstance(root, MappingNode) else None
        if not isinstance(node, ScalarNode) or key is None:
            continue
        constructor = clients()["postgrest"].constructors[0]
        written = {name.name: value for name, value in root.items if isinstance(value, ScalarNode)}
        arguments = tuple(
            (each.name, _setting(source, written[each.name], each.name))
            for each in constructor.parameters
            if each.name in written
        )
        yield settle(
            ClientPool(
                library="postgrest",
                kind=constructor.kind,
                span=key.span,
                call=_URI,
                dsn=EnvLookup(constructor.dsn_environment, key.span, _connection(source, node), overrides=True),
                arguments=arguments,
                lookups=tuple((name, EnvLookup((variable,), key.span)) for variable, name in constructor.environment),
            )
        )


SURFACE = Surface(
    "postgrest_conf", ("ini",), extract, globs=("*postgrest*.conf", "*/postgrest/*.conf"), triggers=(_URI,), self_contained=True
)


def _connection(source: Source, node: ScalarNode) -> Expression:
    text, span = _plain(source, node)
    if text.startswith("@"):
        return Unresolved("it stands in another file", span)
    return conceal(_with_variables(source, text, span))


def _setting(source: Source, node: ScalarNode, label: str) -> Setting[object]:
    text, span = _plain(source, node)
    if "$(" in text:
        return Setting.unresolved("it is set from a variable", span, label)
    return Setting.written(text, span, label)


def _plain(source: Source, node: ScalarNode) -> tuple[str, Span]:
    """The text inside of the quotes, or before a comment where there are none."""
    raw, start = node.raw, node.span.offset
    end = raw.find('"', 1) if raw.startswith('"') else -1
    if end > 0:
        return raw[1:end], source.span(start + 1, start + end)
    bare = raw.partition("#")[0].rstrip()
    return bare, source.span(start, start + len(bare))


def _with_variables(source: Source, text: str, span: Span) -> Expression:
    """The text with each `$(NAME)` as the variable that it is."""
    parts: list[Expression] = []
    at = 0
    while (found := text.find("$(", at)) >= 0 and (close := text.find(")", found)) > 0:
        if found > at:
            parts.append(Literal(text[at:found], source.span(span.offset + at, span.offset + found)))
        parts.append(EnvLookup((text[found + 2 : close],), source.span(span.offset + found, span.offset + close + 1)))
        at = close + 1
    if not parts:
        return Literal(text, span)
    if at < len(text):
        parts.append(Literal(text[at:], source.span(span.offset + at, span.end)))
    return Joined(tuple(parts), span)
