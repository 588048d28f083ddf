"""Drizzle Kit's drizzle.config.ts. In: a `CodeModule`. Out: a `NamedValue` for the connection string of its `dbCredentials`.

Meaning: https://orm.drizzle.team/docs/drizzle-config-file (0.31, read 2026-11-21): the commands of the kit, migrations among
them, connect to it; the program itself gets its connection elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.facts.expression import Items
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.expression import Expression

NAMES = ("url", "connectionString")
"""Keys of a connection string; `connectionString` is that of older releases."""
_DEFINE = "drizzle-kit.defineConfig"


def extract(_source: Source, document: Document) -> Iterator[NamedValue]:
    """What the argument of `defineConfig`, or the exported object, says."""
    if not isinstance(document, CodeModule):
        return
    wholes: list[Expression] = [each.arguments[0].value for each in document.calls if each.callee == _DEFINE and each.arguments]
    wholes += [each.value for each in document.assignments if each.target in ("default", "module.exports")]
    for whole in wholes:
        credentials = dict(whole.items).get("dbCredentials") if isinstance(whole, Items) else None
        for name, value in credentials.items if isinstance(credentials, Items) else ():
            if name in NAMES:
                yield NamedValue("dbCredentials.url", conceal(value), value.span)


SURFACE = Surface(
    "drizzle_config",
    ("typescript", "javascript"),
    extract,
    globs=("drizzle.config.ts", "drizzle.config.mts", "drizzle.config.js", "drizzle.config.mjs", "drizzle.config.cjs"),
    triggers=("dbCredentials",),
)
