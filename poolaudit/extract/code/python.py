"""Python source, read with the standard `ast` (https://docs.python.org/3/reference/).

In: a `.py` or `.pyi` file. Out: `CodeModule`. Nothing of the file is imported or run. `UnreadError` for text that this
interpreter's grammar refuses.
"""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from poolaudit.extract.base import Format, UnreadError

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.code.shape import CodeModule


def read(source: Source) -> CodeModule:
    """The calls, strings, assignments and class fields of a file."""
    from poolaudit.extract.code._python_module import build  # noqa: PLC0415  # the reader is loaded when a file needs it

    try:
        return build(source, _parse(source))
    except RecursionError:
        raise UnreadError("nested too deeply") from None


def _parse(source: Source) -> ast.Module:
    from poolaudit.extract.code._python_text import BOM  # noqa: PLC0415  # see `read`

    text = source.text.removeprefix(BOM)
    if "\0" in text:
        raise UnreadError("contains NUL characters")
    try:
        tree = _parsed(text)
    except SyntaxError as error:
        raise UnreadError(_why(text, error)) from None
    except (MemoryError, RecursionError):
        raise UnreadError("nested too deeply") from None
    except ValueError:
        raise UnreadError("invalid text") from None
    assert isinstance(tree, ast.Module)  # noqa: S101  # what mode `exec` returns
    return tree


def _parsed(text: str) -> ast.AST:
    """The tree; text that only a newer Python accepts is put in older words where that changes no place."""
    from poolaudit.extract.code._python_newer import in_older_words  # noqa: PLC0415  # see `read`
    from poolaudit.extract.code._python_text import parse  # noqa: PLC0415  # see `read`

    try:
        return parse(text)
    except SyntaxError:
        older = in_older_words(text)
        if older == text:
            raise
        return parse(older)


def _why(text: str, error: SyntaxError) -> str:
    """One line without file content: messages of the parser may quote names, so only the place is kept."""
    lines = text.splitlines()
    line = lines[error.lineno - 1] if error.lineno and error.lineno <= len(lines) else ""
    place = f"line {error.lineno}: " if error.lineno else ""
    needed = needed_version(line)
    if needed > sys.version_info[:2]:
        return f"{place}needs Python {needed[0]}.{needed[1]} or newer"
    return f"{place}invalid syntax"


def needed_version(line: str) -> tuple[int, int]:
    """The first Python whose grammar has what a line begins with; 3.10 for everything older.

    libcst could tell for a whole file, but its parser has no bound for nesting: hostile text ends the process.
    """
    line = line.strip()
    if line.startswith(("except*", "except *")):
        return 3, 11
    if line.startswith("type ") and "=" in line:
        return 3, 12
    head = line.removeprefix("async ")
    if head.startswith(("def ", "class ")) and "[" in head.partition("(")[0].partition(":")[0]:
        return 3, 12
    return 3, 10


FORMAT = Format("python", ("*.py", "*.pyi"), read)
