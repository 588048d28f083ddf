"""Python expressions that choose: `a or b`, `x if c else y`, comparisons.

In: a node and its namespace. Out: the value that is surely chosen, a look-up with its default, else `Unresolved`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._python_env import with_default
from poolaudit.facts.expression import EnvLookup, Expression, Literal, Unresolved

if TYPE_CHECKING:
    from poolaudit.extract.code._python_names import Namespace
    from poolaudit.extract.code._python_values import Values

LONGEST_CONDITION = 80
"""Characters of a condition that is quoted in a reason."""


class Conditions:
    """Evaluates the choices of one module."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def either(self, node: ast.BoolOp, space: Namespace) -> Expression:
        """`a or b`: the first when it is surely true, the second when the first is surely not, a default for a look-up."""
        span = self._values.locator.span(node)
        if isinstance(node.op, ast.And):
            return Unresolved(self._condition(node), span)
        parts = [self._values.value(value, space) for value in node.values]
        result = parts.pop()
        for part in reversed(parts):
            if isinstance(part, Literal):
                result = part if constants.truth(part) else result
            elif isinstance(part, EnvLookup) and not (isinstance(part.default, Literal) and constants.truth(part.default)):
                result = with_default(part, result, span)
            elif not isinstance(part, EnvLookup):
                return Unresolved(self._condition(node), span)
            else:
                result = part
        return result

    def choice(self, node: ast.IfExp, space: Namespace) -> Expression:
        """`x if c else y`: an environment look-up with its default, else not known."""
        span = self._values.locator.span(node)
        body, test = self._values.value(node.body, space), self._values.value(node.test, space)
        if isinstance(test, Literal):
            return body if constants.truth(test) else self._values.value(node.orelse, space)
        if isinstance(body, EnvLookup) and self._values.env.asks_for(node.test, test, body, space):
            return with_default(body, self._values.value(node.orelse, space), span)
        return Unresolved(self._condition(node.test), span)

    def comparison(self, node: ast.Compare, space: Namespace) -> Expression:  # noqa: ARG002  # one signature for all
        """A truth value that depends on the run."""
        return Unresolved(self._condition(node), self._values.locator.span(node))

    def _condition(self, node: ast.expr) -> str:
        """The reason, with the condition where it is short and holds no text (which might be a secret)."""
        start, end = self._values.locator.range(node)
        text = " ".join(self._values.locator.text[start : min(end, start + LONGEST_CONDITION)].split())
        if "'" in text or '"' in text or end - start > LONGEST_CONDITION:
            return "depends on a condition"
        return f"depends on a condition: {text}"
