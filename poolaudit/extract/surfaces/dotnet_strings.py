"""Connection strings of .NET settings: whose they are and what they say.

In: the name of a string, its text and its place. Out: a `NamedValue` (`ConnectionStrings.Default`) and, where the provider is
known, a `ClientPool` with what the string says about its pool.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.dotnet import KEYWORDS, PORTS, PREFIXES, SECTION, STRING, WORDS
from poolaudit.catalog.libraries import clients
from poolaudit.extract.dsn.parse import DsnError, looks_like_dsn, parse_dsn
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.extract.surfaces.client_index import constructor_of
from poolaudit.extract.surfaces.client_settings import settle, with_url_parameters
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Literal, Unresolved
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Key, ScalarNode
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_TOKENS = ("#{", "__", "${", "$(", "%")
"""Beginnings of what a release pipeline replaces when it is the whole value."""


@dataclass(frozen=True, slots=True)
class NamedString:
    """One entry of a section of connection strings."""

    name: str
    """`Default`."""
    key: Key
    node: ScalarNode
    environment: str = ""
    provider: str = ""
    """`providerName` of a web.config, or what stands beside the string under such a name."""
    section: str = ""
    """Section of options of which it is the connection string; empty for an entry of `ConnectionStrings`."""


def facts_of(source: Source, entry: NamedString) -> Iterator[NamedValue | ClientPool | Dsn]:
    """The name, and the pool or the plain connection string that stands under it; an empty entry is none."""
    text = entry.node.value
    if not isinstance(text, str) or not text.strip():
        return
    written: Expression = conceal(Literal(text, entry.node.span))
    if text.startswith(_TOKENS) and not looks_like_dsn(text):
        written = Unresolved("a deployment replaces it", entry.node.span)
    names = tuple(f"{prefix}{entry.name}" for prefix in PREFIXES)
    if entry.section:
        names = (f"{entry.section.replace('.', '__')}__{entry.name}",)
    value = EnvLookup(names, entry.node.span, written, ignore_case=True, overrides=True)
    yield NamedValue(f"{entry.section or SECTION}.{entry.name}", written, entry.key.span, entry.environment)
    if not looks_like_dsn(text):
        return
    library = provider_of(entry)
    dsn = parsed(source, entry.node, "npgsql" if library == "npgsql" else "")
    if dsn is None:
        return
    pool = settle(
        ClientPool(
            library=library,
            kind="pool",
            span=entry.key.span,
            call=f"{STRING}[{entry.section!r}]" if entry.section else f"{SECTION}[{entry.name!r}]",
            dsn=value,
            driver=library,
            environment=entry.environment,
            from_settings=True,
        )
    )
    if library in clients() and constructor_of(pool) is not None and (library == "npgsql" or not entry.section):
        yield with_url_parameters(pool, dsn, library)
    elif not entry.section:
        yield dsn


def provider_of(entry: NamedString) -> str:
    """Client library that reads a string: by keywords of its own, else by words around it, else by its port; empty for none."""
    text = entry.node.value if isinstance(entry.node.value, str) else ""
    keys = {"".join(pair.partition("=")[0].split()).replace("_", "").lower() for pair in text.split(";")}
    around = f"{entry.name} {entry.provider} {_host(text)}".lower()
    named = next((library for library, words in WORDS if any(word in around for word in words)), "")
    if "://" in text:
        return named
    port = next((library for number, library in PORTS if f"={number}" in text.replace(" ", "") or f",{number}" in text), "")
    owned = next((library for library, words in KEYWORDS if keys.intersection(words)), "")
    if owned == "npgsql" and "mysqlconnector_net" in (port, named):
        return "mysqlconnector_net"  # it accepts `Host` as well
    return owned or named or port


def _host(text: str) -> str:
    for pair in text.split(";"):
        key, _, value = pair.partition("=")
        if key.strip().lower() in ("server", "host", "data source"):
            return value
    return ""


def parsed(source: Source, node: ScalarNode, reader: str) -> Dsn | None:
    """The connection string that a value is, read as `reader` does; None for another text."""
    exact = node.value == node.raw

    def place(start: int, end: int) -> Span:
        return source.span(node.span.offset + start, node.span.offset + end) if exact else node.span

    try:
        return parse_dsn(str(node.value), place, reader=reader)
    except DsnError:
        return None
