"""What a `.sql` file does to the session that runs it. In: its text. Out: `SqlUse` facts, in a transaction by its own BEGIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.sql import classify
from poolaudit.facts.setting import Setting
from poolaudit.facts.sql_use import SqlUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document


def extract(source: Source, document: Document) -> Iterator[SqlUse]:  # noqa: ARG001  # the text is all there is
    """Each statement that touches session state; whoever runs the file may put it into a transaction of its own."""
    opened = False
    for kind, subject, start, end in classify(source.text):
        span = source.span(start, end)
        unknown: Setting[bool] = Setting.unresolved("whoever runs the file may have opened one", span, "transaction")
        inside = Setting.written(True, span, "transaction", "the file begins one before it") if opened else unknown
        opened = kind == "begin" or (opened and kind not in {"commit", "rollback"})
        yield SqlUse(kind, subject, span, inside, language="sql")


SURFACE = Surface(
    name="sql_files",
    formats=("sql_file",),
    extract=extract,
    triggers=("set", "listen", "notify", "prepare", "advisory", "temp", "hold", "load", "discard", "declare"),
)
