"""What a Python expression says its value is, without running it.

In: a node and its namespace. Out: `facts.expression`. Constants of the module are followed when they are bound once; a name
of another module stays a `Reference`; whatever depends on the run is `Unresolved` with the reason.

A method of text whose receiver is not constant stays a call by its unbound name, receiver first, as Python itself allows:
`url.replace("postgres://", "postgresql://", 1)` is `CallResult("str.replace", (url, …))`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code import _python_methods as methods
from poolaudit.extract.code import _python_operators as operators
from poolaudit.extract.code._python_attributes import Attributes
from poolaudit.extract.code._python_bindings import kind
from poolaudit.extract.code._python_calls import Calls
from poolaudit.extract.code._python_conditions import Conditions
from poolaudit.extract.code._python_env import EnvReads
from poolaudit.extract.code._python_flow import Flow
from poolaudit.extract.code._python_held import Held
from poolaudit.extract.code._python_mappings import Mappings
from poolaudit.extract.code._python_text import decode
from poolaudit.facts.expression import Elements, Expression, Items, Joined, Literal, Unresolved
from poolaudit.facts.function import SPREAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code._python_branches import Branch
    from poolaudit.extract.code._python_collected import Collected
    from poolaudit.extract.code._python_names import Names, Namespace
    from poolaudit.extract.code._python_text import Locator

DEEPEST = 60
"""Nested expressions and followed names of one value."""
LARGEST_VALUES = 200_000
"""Parts of all values that names bring in, in one module: definitions that double each other are cut off here."""


class Values:
    """Evaluates expressions of one module."""

    def __init__(self, walk: Collected, names: Names, locator: Locator) -> None:
        self.names = names
        self.locator = locator
        self.walk = walk
        self.env = EnvReads(walk, self)
        self.calls = Calls(self)
        self._depth = 0
        self._budget = LARGEST_VALUES
        conditions = self._conditions = Conditions(self)
        self.flow = Flow(self, conditions)
        self.mappings = Mappings(self, conditions)
        self.held = Held(self)
        attributes = Attributes(self, conditions)
        self._readers: dict[type[ast.AST], Callable[..., Expression]] = {
            ast.Constant: self._constant,
            ast.Name: self.held.name,
            ast.Attribute: attributes.attribute,
            ast.Subscript: attributes.subscript,
            ast.JoinedStr: self._joined,
            ast.BinOp: self._operation,
            ast.UnaryOp: self._unary,
            ast.BoolOp: conditions.either,
            ast.IfExp: conditions.choice,
            ast.Dict: self._mapping,
            ast.List: self._elements,
            ast.Tuple: self._elements,
            ast.Set: self._elements,
            ast.Call: self.calls.value,
            ast.Await: self._inner,
            ast.NamedExpr: self._inner,
            ast.Starred: self._inner,
            ast.Compare: conditions.comparison,
        }

    def value(self, node: ast.expr, space: Namespace) -> Expression:
        """What `node` gives when it is evaluated in `space`."""
        reader = self._readers.get(node.__class__)
        if reader is None:
            return Unresolved(f"the result of a {kind(node)}", self.locator.span(node))
        if self._depth > DEEPEST:
            return Unresolved("nested too deeply", self.locator.span(node))
        self._depth += 1
        try:
            return reader(node, space)
        finally:
            self._depth -= 1

    def named(self, name: str, node: ast.expr, space: Namespace) -> Expression:
        """The value of something called `name`; text of a password becomes a `Secret`."""
        return constants.guard(name, self.value(node, space))

    # Constants and text

    def _constant(self, node: ast.Constant, space: Namespace) -> Expression:  # noqa: ARG002  # one signature for all
        value = node.value
        if isinstance(value, str):
            return self._text(node, value)
        if value is None or isinstance(value, float) or (isinstance(value, int) and abs(value) <= constants.LARGEST):
            return Literal(value, self.locator.span(node))
        return Unresolved(f"a constant of type {type(value).__name__}", self.locator.span(node))

    def _text(self, node: ast.Constant, value: str) -> Expression:
        tokens = self.locator.tokens(node)
        if len(tokens) == 1:
            return constants.text(value, self.locator.source.span(tokens[0].start, tokens[0].end))
        parts = tuple(
            constants.text(
                decode(self.locator.text[token.start : token.end], token), self.locator.source.span(token.start, token.end)
            )
            for token in tokens
        )
        return Joined(parts, self.locator.span(node))

    def condition(self, branch: Branch, space: Namespace) -> Expression:
        """The conditions around a statement as one."""
        return self._conditions.all_of(branch, space)

    def known_condition(self, branch: Branch, space: Namespace) -> Expression | None:
        """What is understood of the conditions around a piece of code."""
        return self._conditions.known_of(branch, space) if branch else None

    def _joined(self, node: ast.JoinedStr, space: Namespace) -> Expression:
        span = self.locator.span(node)
        fields = [value for value in node.values if isinstance(value, ast.FormattedValue)]
        tokens = self.locator.tokens(node)
        if sum(part.field for token in tokens for part in token.parts) != len(fields):
            return Unresolved("an f-string whose parts cannot be told apart", span)
        parts: list[Expression] = []
        rest = iter(fields)
        for token in tokens:
            for part in token.parts:
                if part.field:
                    parts.append(self._field(next(rest), space))
                else:
                    raw = self.locator.text[part.start : part.end]
                    parts.append(constants.text(decode(raw, token), self.locator.source.span(part.start, part.end)))
        return constants.joined(parts, span)

    def _field(self, field: ast.FormattedValue, space: Namespace) -> Expression:
        value = self.value(field.value, space)
        if field.format_spec is not None or field.conversion in (ord("r"), ord("a")):
            return Unresolved("formatted with a format of its own", self.locator.span(field.value))
        return value

    # Operators

    def _operation(self, node: ast.BinOp, space: Namespace) -> Expression:
        span = self.locator.span(node)
        if isinstance(node.op, ast.Add):
            terms: list[ast.expr] = []
            left: ast.expr = node
            while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
                terms.append(left.right)
                left = left.left
            return operators.add([self.value(term, space) for term in (left, *reversed(terms))], span)
        left_value, right_value = self.value(node.left, space), self.value(node.right, space)
        if isinstance(node.op, ast.Mod) and constants.whole_text(left_value) is not None:
            return methods.percent(left_value, right_value, span)
        if isinstance(node.op, ast.BitOr) and isinstance(left_value, Items) and isinstance(right_value, Items):
            return operators.merged([left_value, right_value], span)
        return operators.arithmetic(node.op, left_value, right_value, span)

    def _unary(self, node: ast.UnaryOp, space: Namespace) -> Expression:
        return operators.unary(node.op, self.value(node.operand, space), self.locator.span(node))

    def _inner(self, node: ast.Await | ast.NamedExpr | ast.Starred, space: Namespace) -> Expression:
        return self.value(node.value, space)

    # Displays

    def _elements(self, node: ast.List | ast.Tuple | ast.Set, space: Namespace) -> Expression:
        found: list[Expression] = []
        for item in node.elts:
            value = self.value(item, space)
            if isinstance(item, ast.Starred) and isinstance(value, Elements):
                found += value.elements
            elif isinstance(item, ast.Starred):
                found.append(Unresolved(SPREAD, self.locator.span(item)))
            else:
                found.append(value)
        return Elements(tuple(found), self.locator.span(node))

    def _mapping(self, node: ast.Dict, space: Namespace) -> Expression:
        span = self.locator.span(node)
        parts: list[Expression] = []
        for key, item in zip(node.keys, node.values, strict=True):
            if key is None:
                parts.append(self.value(item, space))
                continue
            name = constants.constant(self.value(key, space))
            if isinstance(name, str):
                parts.append(Items(((name, self.named(name, item, space)),), span))
            else:
                parts.append(Unresolved("a key that cannot be told", span))
        return operators.merged(parts, span)

    def affordable(self, value: Expression) -> Expression:
        """A value that is used again, as long as the module does not build something huge out of small parts."""
        size = constants.size(value)
        if size > constants.LARGEST_VALUE:
            return Unresolved("a value of too many parts", value.span)
        self._budget -= size
        if self._budget < 0:
            return Unresolved("too much is put together from names", value.span)
        return value
