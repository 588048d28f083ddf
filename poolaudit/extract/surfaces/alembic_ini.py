"""Alembic's alembic.ini. In: an INI tree. Out: the connection string of each section as a `NamedValue` and a `Dsn`.

Meaning: https://alembic.sqlalchemy.org/en/latest/tutorial.html#editing-the-ini-file (1.17, read 2026-11-21):
`sqlalchemy.url` of a section, interpolated by configparser (`%(name)s`, `%%`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.dsn.parse import DsnError, looks_like_dsn, parse_dsn
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.facts.expression import Literal, Unresolved
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.expression import Expression

_KEY = "sqlalchemy.url"


def extract(source: Source, document: Document) -> Iterator[NamedValue | Dsn]:
    """Each section with a connection string."""
    for root in getattr(document, "roots", ()):
        for section, block in root.items if isinstance(root, MappingNode) else ():
            key = block.key(_KEY) if isinstance(block, MappingNode) else None
            node = block.get(_KEY) if isinstance(block, MappingNode) else None
            if key is None or not isinstance(node, ScalarNode) or not node.raw:
                continue
            text = node.raw.replace("%%", "%")
            inner: Expression = conceal(Literal(text, node.span))
            if "%(" in text:
                inner = Unresolved("configparser fills it in", node.span)
            yield NamedValue(f"{section.name}.{_KEY}", inner, key.span)
            if "%" not in node.raw and looks_like_dsn(node.raw):
                first = node.span.offset
                try:
                    yield parse_dsn(node.raw, lambda a, b, first=first: source.span(first + a, first + b), reader="sqlalchemy")  # type: ignore[misc]
                except DsnError:
                    continue


SURFACE = Surface("alembic_ini", ("ini",), extract, globs=("alembic*.ini", "*.alembic.ini"), triggers=(_KEY,))
