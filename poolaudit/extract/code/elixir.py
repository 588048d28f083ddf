"""Elixir source (https://hexdocs.pm/elixir/syntax-reference.html).

In: a file. Out: `CodeModule`; names and values as `_elixir` says. `UnreadError` where nothing can be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.code.shape import CodeModule


def read(source: Source) -> CodeModule:
    """The calls, strings and assignments of a file."""
    from poolaudit.extract.code import _tree_read  # noqa: PLC0415  # the reader is loaded when a file needs it
    from poolaudit.extract.code._elixir import LANGUAGE  # noqa: PLC0415

    return _tree_read.read(source, LANGUAGE)


FORMAT = Format("elixir", ("*.ex", "*.exs"), read)
