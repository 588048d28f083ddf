"""Reads one file with the grammar of its language (https://tree-sitter.github.io/tree-sitter/).

In: a `Source` and a language's table. Out: `CodeModule`. Text with errors gives what could be read; `UnreadError` where nothing
could, and where the grammar is not installed. A bundle that a program wrote gives nothing and is no error.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit.extract.base import UnreadError
from poolaudit.extract.code.shape import CodeModule

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Query

    from poolaudit.discover.source import Source
    from poolaudit.extract.code._tree_language import Language

LONGEST_LINE = 5_000
"""Characters; nobody writes a longer line of code."""
BUNDLE_SHARE = 0.5
"""Share of a file in such lines from which on a program wrote it."""
MISSING = "install poolaudit[langs]"


def read(source: Source, language: Language) -> CodeModule:
    """The calls, strings and assignments of a file."""
    if is_bundle(source.text):
        return CodeModule(language.name, "", (), (), ())
    from poolaudit.extract.code._tree_module import build  # noqa: PLC0415  # loaded when a file needs it

    try:
        parser, query = _tools(language, language.grammar_of(source.path))
    except ImportError:
        raise UnreadError(MISSING) from None
    data = source.text.encode()
    root = parser.parse(data).root_node
    if root.type == "ERROR" and not root.named_child_count:
        raise UnreadError("invalid syntax")
    return build(source, data, root, _picked(query, root), language)


def is_bundle(text: str) -> bool:
    """Whether most of a text stands in lines that are too long to be written by hand."""
    if len(text) <= LONGEST_LINE:
        return False
    long = sum(len(line) for line in text.split("\n") if len(line) > LONGEST_LINE)
    return long > len(text) * BUNDLE_SHARE


def _picked(query: Query, root: Node) -> list[Node]:
    """The nodes in the order in which they begin, outer ones first: the query gives them in none."""
    from tree_sitter import QueryCursor  # noqa: PLC0415  # see `read`

    found = QueryCursor(query).captures(root).get("node", [])
    return sorted(found, key=lambda node: (node.start_byte, -node.end_byte, -node.descendant_count))


@cache
def _tools(language: Language, grammar: str) -> tuple[Parser, Query]:
    from importlib import import_module  # noqa: PLC0415  # see `read`

    from tree_sitter import Language as Grammar  # noqa: PLC0415  # see `read`
    from tree_sitter import Parser, Query  # noqa: PLC0415

    module, _, function = grammar.partition(":")
    loaded = Grammar(getattr(import_module(module), function or "language")())
    wanted = {*language.binds, *language.spaces, *language.calls, *language.strings, *language.sums, *language.imports}
    kinds = sorted(kind for kind in wanted if loaded.id_for_node_kind(kind, True))
    return Parser(loaded), Query(loaded, f"[{' '.join(f'({kind})' for kind in kinds)}] @node")
