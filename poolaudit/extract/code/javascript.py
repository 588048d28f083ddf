"""JavaScript source (https://tc39.es/ecma262/), JSX included.

In: a file. Out: `CodeModule`; names and values as `_javascript` says. `UnreadError` where nothing can be read.
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
    from poolaudit.extract.code._javascript import JAVASCRIPT  # noqa: PLC0415

    return _tree_read.read(source, JAVASCRIPT)


FORMAT = Format("javascript", ("*.js", "*.jsx", "*.mjs", "*.cjs"), read)
