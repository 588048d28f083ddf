"""Strings in a Python syntax tree: what stands inside an f-string, and which operands make one text.

In: nodes of the standard `ast`. Out: nodes, with true positions on every interpreter.
"""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolaudit.extract.code._python_text import Locator

MISPLACED = sys.version_info < (3, 12)
"""True where `ast` misplaces what stands inside an f-string, so that it is parsed again."""


def is_text(node: ast.AST) -> bool:
    """Whether a node is a string or an f-string."""
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def fields(node: ast.JoinedStr, locator: Locator) -> list[ast.expr]:
    """The expressions in the replacement fields of an f-string; nodes in wrong places are replaced in the tree."""
    found = [value for value in node.values if isinstance(value, ast.FormattedValue)]
    if MISPLACED:
        places = [part for token in locator.tokens(node) for part in token.parts if part.field]
        if len(places) != len(found):
            return []
        for field, part in zip(found, places, strict=True):
            anew = locator.relocated(part.start, part.end)
            if anew is not None:
                field.value = anew
    return [field.value for field in found]


def operands(node: ast.BinOp) -> list[ast.expr]:
    """What `+` and text `%` put together, left to right; the node itself when it is another operation."""
    leaves: list[ast.expr] = []
    queue: list[ast.expr] = [node]
    while queue:
        item = queue.pop()
        if isinstance(item, ast.BinOp) and isinstance(item.op, ast.Add):
            queue += (item.right, item.left)
        elif isinstance(item, ast.BinOp) and isinstance(item.op, ast.Mod) and is_text(item.left):
            leaves += (item.left, item.right)
        else:
            leaves.append(item)
    return leaves
