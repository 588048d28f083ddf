"""`match` as `if` and `elif`, where its patterns are constants.

In: a `match` statement (https://docs.python.org/3/reference/compound_stmts.html#the-match-statement). Out: the `if` that does the
same; None for patterns that take values apart, and for guards.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_CASES = 20
"""Cases of one statement; each is a branch inside of the one before."""


def as_if(statement: ast.Match) -> ast.If | None:
    """The same choice as a chain of conditions."""
    otherwise: Sequence[ast.stmt] = ()
    made: ast.If | None = None
    for number, case in enumerate(reversed(statement.cases)):
        if _is_wildcard(case.pattern) and case.guard is None and number == 0:
            otherwise = case.body
            continue
        test = _test(statement.subject, case.pattern)
        if test is None or case.guard is not None or number > MOST_CASES:
            return None
        made = ast.If(test, case.body, [made] if made is not None else list(otherwise))
        ast.copy_location(made, test)
        made.end_lineno = statement.end_lineno
    return made


def _test(subject: ast.expr, pattern: ast.pattern) -> ast.expr | None:
    """The condition under which a pattern of constants fits."""
    each = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    constants: list[ast.expr] = []
    for one in each:
        if isinstance(one, ast.MatchValue):
            constants.append(one.value)
        elif isinstance(one, ast.MatchSingleton):
            constants.append(_at(ast.Constant(one.value), one))
        else:
            return None
    if len(constants) == 1:
        operator: ast.cmpop = ast.Is() if isinstance(pattern, ast.MatchSingleton) else ast.Eq()
        return ast.copy_location(ast.Compare(subject, [operator], constants), subject)
    choices = _at(ast.Tuple(constants, ast.Load()), pattern)
    return ast.copy_location(ast.Compare(subject, [ast.In()], [choices]), subject)


def _is_wildcard(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None and pattern.name is None


def _at(made: ast.expr, pattern: ast.pattern) -> ast.expr:
    """A new expression in the place of a pattern."""
    made.lineno, made.col_offset = pattern.lineno, pattern.col_offset
    made.end_lineno, made.end_col_offset = pattern.end_lineno, pattern.end_col_offset
    return made
