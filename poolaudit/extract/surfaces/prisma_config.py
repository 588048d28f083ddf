"""Prisma's prisma.config.ts. In: a `CodeModule`. Out: a `NamedValue` for each connection string of its `datasource`.

Meaning: https://www.prisma.io/docs/orm/reference/prisma-config-reference (7, read 2026-11-21): the commands of the CLI,
migrations among them, connect to it; the client of an application gets its connection from a driver adapter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Literal
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.expression import Expression

NAMES = ("url", "directUrl", "shadowDatabaseUrl")
_DEFINE = "prisma/config.defineConfig"
_ENV = "prisma/config.env"


def extract(_source: Source, document: Document) -> Iterator[NamedValue]:
    """What the argument of `defineConfig`, or the exported object, says."""
    if not isinstance(document, CodeModule):
        return
    for call in document.calls:
        whole = call.arguments[0].value if call.callee == _DEFINE and call.arguments else None
        datasource = dict(whole.items).get("datasource") if isinstance(whole, Items) else None
        for name, value in datasource.items if isinstance(datasource, Items) else ():
            if name in NAMES:
                yield NamedValue(f"datasource.{name}", conceal(_variable(value)), value.span)


SURFACE = Surface(
    "prisma_config",
    ("typescript", "javascript"),
    extract,
    globs=("prisma.config.ts", "prisma.config.mts", "prisma.config.js", "prisma.config.mjs", "prisma.config.cjs"),
    triggers=("datasource",),
)


def _variable(value: Expression) -> Expression:
    """`env("X")` of Prisma's own as the variable that it reads."""
    if isinstance(value, CallResult) and value.callee == _ENV and value.positional:
        named = value.positional[0]
        if isinstance(named, Literal) and isinstance(named.value, str):
            return EnvLookup((named.value,), value.span)
    return value
