"""Reads a `.sql` file as what it is: one text. In: a source. Out: a document with a single scalar, the whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings.tree import ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source


def read(source: Source) -> SettingsDocument:
    """The text of the file; its statements are found by `extract.sql`."""
    whole = source.span(0, len(source.text))
    return SettingsDocument("sql_file", (ScalarNode(source.text, whole, source.text),))


FORMAT = Format("sql_file", ("*.sql", "*.psql", "*.pgsql"), read)
