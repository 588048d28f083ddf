"""Python source, read with the standard `ast` (https://docs.python.org/3/reference/).

In: a `.py` or `.pyi` file. Out: `CodeModule`. Nothing of the file is imported or run. `UnreadError` for text that this
interpreter's grammar refuses.
"""

from __future__ import annotations

import ast
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
    from poolaudit.extract.code._python_text import BOM, parse  # noqa: PLC0415  # see `read`

    text = source.text.removeprefix(BOM)
    if "\0" in text:
        raise UnreadError("contains NUL characters")
    try:
        tree = parse(text)
    except SyntaxError as error:
        raise UnreadError(_why(text, error)) from None
    except (MemoryError, RecursionError):
        raise UnreadError("nested too deeply") from None
    except ValueError:
        raise UnreadError("invalid text") from None
    assert isinstance(tree, ast.Module)  # noqa: S101  # what mode `exec` returns
    return tree


def _why(text: str, error: SyntaxError) -> str:
    """One line without file content: messages of the parser may quote names, so only the place is kept."""
    line = f"line {error.lineno}: " if error.lineno else ""
    if _newer_grammar(text):
        return f"{line}needs a newer Python than the one that runs poolaudit"
    return f"{line}invalid syntax"


def _newer_grammar(text: str) -> bool:
    """Whether libcst, whose grammar does not depend on the interpreter, accepts what `ast` refuses."""
    import libcst  # noqa: PLC0415  # heavy, and needed for refused files only

    try:
        libcst.parse_module(text)
    except (libcst.ParserSyntaxError, libcst.CSTLogicError, RecursionError, ValueError):
        return False
    return True


FORMAT = Format("python", ("*.py", "*.pyi"), read)
