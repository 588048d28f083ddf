"""Whether a piece of Python is surely tried again for ever, and at once, when it fails.

In: a call and the parents of the nodes around it. Out: a truth value; whatever may wait, count or leave makes it False.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RETRIES = frozenset({"tenacity.retry"})
"""Decorators that, without arguments, retry for ever without a pause.

Source: https://tenacity.readthedocs.io/en/stable/#basic-retry, 9.1, read 2026-11-21.
"""
_LEAVES = (ast.Raise, ast.Break, ast.Return, ast.Yield, ast.YieldFrom, ast.Await, ast.AsyncFor, ast.AsyncWith)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SPEAKS = frozenset(
    {"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print", "print_exc", "format", "str"}
)
"""Last names of calls that say something and take no time."""


def retried_at_once(call: ast.Call, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether it stands in a `try` whose handlers go straight back to the head of a `while True`."""
    caught: ast.Try | None = None
    node: ast.AST = call
    while (parent := parents.get(node)) is not None and not isinstance(parent, _FUNCTIONS):
        if isinstance(parent, (ast.For, ast.AsyncFor)):
            return False
        if isinstance(parent, ast.Try) and caught is None:
            if node not in parent.body or not parent.handlers:
                return False
            caught = parent
        if isinstance(parent, ast.While):
            return caught is not None and _is_endless(parent) and not any(map(_may_wait, _on_failure(parent, caught)))
        node = parent
    return False


def _is_endless(loop: ast.While) -> bool:
    return isinstance(loop.test, ast.Constant) and bool(loop.test.value)


def _on_failure(loop: ast.While, caught: ast.Try) -> Iterator[ast.AST]:
    """Everything in a loop but what runs only while nothing fails."""
    queue: list[ast.AST] = list(loop.body)
    while queue:
        node = queue.pop()
        yield node
        if node is caught:
            queue += (*caught.handlers, *caught.finalbody)
        else:
            queue += ast.iter_child_nodes(node)


def _may_wait(node: ast.AST) -> bool:
    """Whether a node leaves the loop, or may take time or count."""
    if isinstance(node, ast.Call):
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
        return name not in _SPEAKS
    return isinstance(node, (*_LEAVES, ast.AugAssign))
