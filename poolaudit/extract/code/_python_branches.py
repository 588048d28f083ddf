"""The conditions under which statements of a module run.

In: a syntax tree. Out: for each target of an assignment that stands in `if` blocks alone, the conditions around it with whether
they hold there, outermost first; a target in a loop, a `try` or a function has none.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    Branch = tuple[tuple[ast.expr, bool], ...]

DEEPEST = 12
"""Conditions around one statement; a longer chain of `elif` is a table of its own."""


def branches(tree: ast.Module) -> dict[ast.expr, Branch]:
    """By target; () for one that the module assigns whatever the conditions."""
    return {
        target: branch
        for statement, branch in _statements(tree.body, ())
        for target in _targets(statement)
        if len(branch) <= DEEPEST
    }


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
