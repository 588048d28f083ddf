"""What a function returns, and what a name holds that is bound more than once, branch by branch and without running anything.

In: statements. Out: an expression. Branches that raise do not count; where a condition decides at run time, the value is
`CallResult("if", (condition, value, value))` (see `_python_conditions`). Loops, and code of too many branches, are not followed.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code._python_env import MISSING_RAISES, with_default
from poolaudit.extract.code._python_match import as_if
from poolaudit.facts.expression import CallResult, EnvLookup, Expression, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolaudit.extract.code._python_conditions import Conditions
    from poolaudit.extract.code._python_names import Namespace
    from poolaudit.extract.code._python_values import Values

MOST_STATEMENTS = 400
"""Statements that one question looks at, branches included."""
DEEPEST = 20
"""Branches inside of branches."""
LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.Match)


class _UnclearError(Exception):
    """It cannot be told."""


class Flow:
    """Follows the statements of one module."""

    def __init__(self, values: Values, conditions: Conditions) -> None:
        self._values = values
        self._conditions = conditions
        self._left = 0
        self._matches: dict[ast.Match, ast.stmt] = {}
        self._bound_in: dict[ast.stmt, set[str]] = {}
        self._binding: dict[Namespace, dict[str, list[ast.stmt]]] = {}
        """For each block that was asked about: names, and the statements of the block that bind them."""

    def returned(self, node: ast.FunctionDef | ast.AsyncFunctionDef, inner: Namespace) -> Expression | None:
        """What a call gives back; None when that cannot be told, or is nothing."""
        if not inner.returns or not all(isinstance(each, ast.Return) for each in inner.returns):
            return None
        self._left = MOST_STATEMENTS
        try:
            return self._returned(node.body, inner, 0)
        except _UnclearError:
            return None

    def _returned(self, statements: Sequence[ast.stmt], space: Namespace, depth: int) -> Expression | None:
        """The value of the `return` that is reached; None where every way raises."""
        for number, statement in enumerate(statements):
            self._left -= 1
            if self._left < 0 or depth > DEEPEST:
                raise _UnclearError
            if isinstance(statement, ast.Return):
                nothing = Literal(None, self._values.locator.span(statement))
                return self._values.value(statement.value, space) if statement.value is not None else nothing
            if isinstance(statement, ast.Raise):
                return None
            if not _leaves(statement) or (isinstance(statement, (ast.If, ast.Match)) and not _returns(statement)):
                continue  # of ways that raise or go on, those that go on count
            rest = statements[number + 1 :]
            statement = self.branches(statement)  # noqa: PLW2901  # the same in another form
            if isinstance(statement, ast.If):
                yes = self._returned([*statement.body, *rest], space, depth + 1)
                no = self._returned([*statement.orelse, *rest], space, depth + 1)
                return self._chosen(statement.test, yes, no, space)
            if isinstance(statement, (ast.With, ast.AsyncWith)):
                return self._returned([*statement.body, *rest], space, depth + 1)
            if isinstance(statement, ast.Try):
                return self._tried(statement, rest, space, depth)
            raise _UnclearError
        return Literal(None, self._values.locator.span(space.node)) if isinstance(space.node, ast.stmt) else None

    def _tried(self, statement: ast.Try, rest: Sequence[ast.stmt], space: Namespace, depth: int) -> Expression | None:
        if any(_leaves(each) for each in statement.finalbody):
            raise _UnclearError
        main = self._returned([*statement.body, *statement.orelse, *rest], space, depth + 1)
        others = [self._returned([*each.body, *rest], space, depth + 1) for each in statement.handlers]
        return _unless(main, [each for each in others if each is not None])

    def _chosen(self, test: ast.expr, yes: Expression | None, no: Expression | None, space: Namespace) -> Expression | None:
        if yes is None or no is None:
            return no if yes is None else yes
        return self._conditions.choose(test, yes, no, space)

    def branches(self, statement: ast.stmt) -> ast.stmt:
        """A statement, with `match` of constants as `if`."""
        if not isinstance(statement, ast.Match):
            return statement
        if statement not in self._matches:
            self._matches[statement] = as_if(statement) or statement
        return self._matches[statement]

    def held(self, name: str, space: Namespace, start: Expression | None = None) -> Expression | None:
        """What a name of a module or function holds after all statements that bind it; None when that cannot be told.

        `start` is what it holds before them: a parameter.
        """
        body = getattr(space.node, "body", None)
        if not isinstance(body, list):
            return None
        if space not in self._binding:
            binding = self._binding[space] = {}
            for statement in body:
                for each in self._bound(statement):
                    binding.setdefault(each, []).append(statement)
        self._left = MOST_STATEMENTS
        try:
            return self._held(name, self._binding[space].get(name, ()), start, space, 0)
        except _UnclearError:
            return None

    def _held(
        self, name: str, statements: Sequence[ast.stmt], value: Expression | None, space: Namespace, depth: int
    ) -> Expression | None:
        """The value after `statements`, `value` being the one before; None while there is none."""
        for statement in statements:
            self._left -= 1
            if self._left < 0 or depth > DEEPEST:
                raise _UnclearError
            if name not in self._bound(statement) or (isinstance(statement, ast.AnnAssign) and statement.value is None):
                continue
            statement = self.branches(statement)  # noqa: PLW2901  # the same in another form
            if isinstance(statement, (ast.Assign, ast.AnnAssign)):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                if not all(isinstance(each, ast.Name) for each in targets) or statement.value is None:
                    raise _UnclearError
                with self._values.held.assuming(name, value, space):
                    value = self._values.named(name, statement.value, space)
            elif isinstance(statement, ast.If):
                yes = self._held(name, statement.body, value, space, depth + 1)
                no = self._held(name, statement.orelse, value, space, depth + 1)
                if ends(statement.body) or ends(statement.orelse):
                    value = no if ends(statement.body) else yes
                elif yes is None or no is None:
                    raise _UnclearError
                else:
                    with self._values.held.assuming(name, value, space):
                        value = self._conditions.choose(statement.test, yes, no, space)
            elif isinstance(statement, (ast.With, ast.AsyncWith)):
                value = self._held(name, statement.body, value, space, depth + 1)
            elif isinstance(statement, ast.Try) and not any(name in self._bound(each) for each in statement.finalbody):
                main = self._held(name, [*statement.body, *statement.orelse], value, space, depth + 1)
                handlers = [each.body for each in statement.handlers if not ends(each.body)]
                others = [self._held(name, each, value, space, depth + 1) for each in handlers]
                if any(each is None for each in others):
                    raise _UnclearError
                value = _unless(main, [each for each in others if each is not None])
            else:
                raise _UnclearError
        return value

    def _bound(self, statement: ast.stmt) -> set[str]:
        """Names that a statement, or one inside of it, may bind or delete in the same namespace."""
        found = self._bound_in.get(statement)
        if found is None:
            inside = (node for each in _inside(statement) for node in ast.iter_child_nodes(each) if isinstance(node, ast.expr))
            parts = (part for node in inside for part in ast.walk(node) if isinstance(part, ast.Name))
            found = self._bound_in[statement] = {part.id for part in parts if isinstance(part.ctx, (ast.Store, ast.Del))}
        return found


def _unless(main: Expression | None, others: list[Expression]) -> Expression | None:
    """What `try` gives: the first part, unless that is a variable that is missing."""
    others = [each for each in others if not (isinstance(each, Literal) and each.value is None)]
    if not others or main is None:
        if main is None and len(others) == 1:
            return others[0]
        return main
    if isinstance(main, EnvLookup) and main.default is None and len(others) == 1:
        return with_default(main, others[0], others[0].span)
    if isinstance(main, CallResult) and main.callee == MISSING_RAISES and len(main.positional) == 1 and len(others) == 1:
        return CallResult(main.callee, (*main.positional, others[0]), (), main.span)
    raise _UnclearError


def _leaves(statement: ast.stmt) -> bool:
    """Whether a statement may end the function."""
    return any(isinstance(each, (ast.Return, ast.Raise)) for each in _inside(statement))


def _returns(statement: ast.stmt) -> bool:
    """Whether a statement may return."""
    return any(isinstance(each, ast.Return) for each in _inside(statement))


def ends(statements: Sequence[ast.stmt]) -> bool:
    """Whether a block ends by an exception, or ends the function."""
    return bool(statements) and isinstance(statements[-1], (ast.Raise, ast.Return))


def _inside(statement: ast.stmt) -> list[ast.stmt]:
    """A statement and those inside of it that belong to the same namespace."""
    found: list[ast.stmt] = []
    queue: list[ast.AST] = [statement]
    while queue:
        node = queue.pop()
        if isinstance(node, ast.stmt):
            found.append(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.expr)):
            continue
        queue += (each for each in ast.iter_child_nodes(node) if isinstance(each, (ast.stmt, ast.ExceptHandler, ast.match_case)))
    return found
