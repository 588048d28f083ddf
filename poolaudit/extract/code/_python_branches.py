"""The conditions under which a piece of a Python file runs.

In: a syntax tree, or a node with the parents of all nodes. Out: the conditions around it with whether they hold there, outermost
first: of `if` blocks, of `x if c else y`, and of an `if` before it whose block leaves the function.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Branch = tuple[tuple[ast.expr, bool], ...]

DEEPEST = 12
"""Conditions around one piece; a longer chain of `elif` is a table of its own."""
_LEAVING = (ast.Return, ast.Raise)


def branches(tree: ast.Module) -> dict[ast.expr, Branch]:
    """By the target of each assignment of a module that stands in `if` blocks alone; () for one in none."""
    return {
        target: branch
        for statement, branch in _statements(tree.body, ())
        for target in _targets(statement)
        if len(branch) <= DEEPEST
    }


def branch_of(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> Branch:
    """Of a node: the conditions without which it does not run, whatever else must hold."""
    found: list[tuple[ast.expr, bool]] = []
    while (parent := parents.get(node)) is not None and len(found) <= DEEPEST:
        if isinstance(parent, (ast.If, ast.IfExp)) and node is not parent.test:
            found.append((parent.test, node is parent.body or (isinstance(parent.body, list) and node in parent.body)))
        if isinstance(node, ast.stmt):
            found += reversed([(each.test, False) for each in _before(node, parent) if _leaves(each)])
        node = parent
    return tuple(reversed(found))


def _before(node: ast.stmt, parent: ast.AST) -> Iterator[ast.If]:
    """The `if` statements before a statement in the same block."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(parent, name, None)
        if isinstance(block, list) and node in block:
            yield from (each for each in block[: block.index(node)] if isinstance(each, ast.If))


def _leaves(statement: ast.If) -> bool:
    return not statement.orelse and isinstance(statement.body[-1], _LEAVING)


def _targets(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, ast.Assign):
        return statement.targets
    return [statement.target] if isinstance(statement, ast.AnnAssign) else []


def _statements(body: list[ast.stmt], around: Branch) -> Iterator[tuple[ast.stmt, Branch]]:
    queue = [(each, around) for each in reversed(body)]
    while queue:
        statement, branch = queue.pop()
        yield statement, branch
        if isinstance(statement, ast.If) and len(branch) <= DEEPEST:
            queue += [(each, (*branch, (statement.test, False))) for each in reversed(statement.orelse)]
            queue += [(each, (*branch, (statement.test, True))) for each in reversed(statement.body)]
