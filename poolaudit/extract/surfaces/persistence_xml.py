"""JPA's persistence.xml and Hibernate's hibernate.cfg.xml. In: an XML tree. Out: the connection of each unit.

Meaning: https://jakarta.ee/specifications/persistence/3.2/ (section 8.2.1) and
https://docs.jboss.org/hibernate/orm/7.0/userguide/html_single/Hibernate_User_Guide.html#database-hikaricp, read 2026-11-21. With
`hibernate.hikari.*` the pool is HikariCP's and a `ClientPool`; otherwise the string alone is a `Dsn`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.dsn.parse import DsnError, looks_like_dsn, parse_dsn
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.client_arguments import Arguments, conceal
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import Literal, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.expression import Expression

_URLS = ("jakarta.persistence.jdbc.url", "javax.persistence.jdbc.url", "hibernate.connection.url", "connection.url")
_POOL = "hibernate.hikari."


def extract(source: Source, document: Document) -> Iterator[ClientPool | Dsn]:
    """Each unit that says where its database is."""
    for root in getattr(document, "roots", ()):
        for unit in _units(root):
            yield from _connection(source, dict(_properties(unit)))


SURFACE = Surface(
    "persistence_xml",
    ("xml",),
    extract,
    globs=("persistence.xml", "*persistence*.xml", "hibernate*.cfg.xml"),
    triggers=("jdbc:", "hikari"),
)


def _units(node: object) -> Iterator[MappingNode]:
    """Elements that hold properties."""
    for key, value in node.items if isinstance(node, MappingNode) else ():
        if key.name in ("persistence-unit", "session-factory") and isinstance(value, MappingNode):
            yield value
        else:
            yield from _units(value)


def _properties(node: MappingNode) -> Iterator[tuple[str, ScalarNode]]:
    """`<property name="…" value="…"/>` and `<property name="…">…</property>`."""
    for key, value in node.items:
        if key.name != "property":
            yield from _properties(value) if isinstance(value, MappingNode) else ()
            continue
        name = value.get("@name") if isinstance(value, MappingNode) else None
        written = (value.get("@value") or value.get("#text")) if isinstance(value, MappingNode) else None
        if isinstance(name, ScalarNode) and isinstance(written, ScalarNode):
            yield str(name.value), written


def _connection(source: Source, properties: dict[str, ScalarNode]) -> Iterator[ClientPool | Dsn]:
    url = next((properties[name] for name in _URLS if name in properties), None)
    if url is None:
        return
    text = str(url.value)
    pool: dict[str, Expression] = {
        name.removeprefix(_POOL): Literal(node.value, node.span) for name, node in properties.items() if name.startswith(_POOL)
    }
    if pool:
        inner: Expression = Unresolved("the build replaces it", url.span) if "${" in text else conceal(Literal(text, url.span))
        settings = Arguments(pool, complete=True).settings(("password",))
        yield settle(ClientPool("hikaricp", "pool", url.span, _POOL.rstrip("."), inner, arguments=settings))
    elif looks_like_dsn(text):
        exact = url.value == url.raw
        first = url.span.offset
        try:
            yield parse_dsn(
                text,
                lambda a, b: source.span(first + a, first + b) if exact else url.span,
                reader="pgjdbc" if text.startswith("jdbc:postgresql:") else "",
            )
        except DsnError:
            return
