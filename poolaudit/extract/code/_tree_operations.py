"""What operators and displays give: sums, choices, defaults, lists and mappings.

In: a form with its parts as nodes, and its namespace. Out: `facts.expression`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code import _python_operators as operators
from poolaudit.extract.code._tree_conditions import WHY
from poolaudit.extract.code._tree_forms import Choice, Invocation, Other, Same, Test
from poolaudit.extract.code._tree_lower import ERROR
from poolaudit.facts.expression import Elements, EnvLookup, Items, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Namespace
    from poolaudit.extract.code._tree_forms import Arithmetic, Either, Entries, Negative, Sequence, Sum
    from poolaudit.extract.code._tree_values import Values
    from poolaudit.facts.expression import Expression

_OPERATORS: dict[str, ast.operator] = {"-": ast.Sub(), "*": ast.Mult(), "/": ast.Div()}


class Operations:
    """Evaluates operators and displays of one module."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def sum(self, form: Sum, node: Node, space: Namespace) -> Expression:
        """`a + b`: a number, or text put together."""
        return operators.add([self._values.value(term, space) for term in form.terms], self._values.locator.span(node))

    def arithmetic(self, form: Arithmetic, node: Node, space: Namespace) -> Expression:
        """`a - b`, `a * b`, `a / b`."""
        left, right = self._values.value(form.left, space), self._values.value(form.right, space)
        span = self._values.locator.span(node)
        made = operators.arithmetic(_OPERATORS[form.operator], left, right, span)
        if form.operator == "/" and isinstance(made, Literal) and isinstance(made.value, float) and made.value.is_integer():
            return Literal(int(made.value), span)
        return made

    def negative(self, form: Negative, node: Node, space: Namespace) -> Expression:
        """`-x`."""
        return operators.unary(ast.USub(), self._values.value(form.value, space), self._values.locator.span(node))

    def test(self, form: Test, node: Node, space: Namespace) -> Expression:
        """A truth value; what decides it is asked for where it decides (`_tree_conditions`)."""
        span = self._values.locator.span(node)
        if form.operator == "!":
            value = self._values.value(form.left, space)
            known = isinstance(value, Literal) and isinstance(value.value, bool)
            return Literal(not value.value, span) if known and isinstance(value, Literal) else Unresolved(WHY, span)
        return Unresolved(WHY, span)

    def either(self, form: Either, node: Node, space: Namespace) -> Expression:
        """`a ?? b`; what ends in an error has no default."""
        first = self._values.value(form.first, space)
        if self._fails(form.second):
            return EnvLookup(first.names, first.span, None, first.ignore_case) if isinstance(first, EnvLookup) else first
        if isinstance(first, Literal):
            return first if constants.truth(first) else self._values.value(form.second, space)
        second, span = self._values.value(form.second, space), self._values.locator.span(node)
        return self._values.conditions.either(first, second, span, empty=form.empty)

    def _fails(self, node: Node) -> bool:
        """Whether an expression ends in an error."""
        form = self._values.names.forms.of(node)
        while isinstance(form, Same):
            form = self._values.names.forms.of(form.inner)
        if isinstance(form, Invocation):
            return form.owner is None and (form.name or form.type_name) in self._values.language.fails
        return isinstance(form, Other) and form.why == ERROR

    def choice(self, form: Choice, node: Node, space: Namespace) -> Expression:
        """`test ? yes : no`."""
        yes, no = self._values.value(form.yes, space), self._values.value(form.no, space)
        for one, other in ((yes, no), (no, yes)):
            if isinstance(one, Items) and isinstance(other, Reference) and self._values.env.is_mapping(other.name):
                return one  # variables that are checked, or are not
        return self._values.conditions.choose(form.test, yes, no, space, self._values.locator.span(node))

    def sequence(self, form: Sequence, node: Node, space: Namespace) -> Expression:
        """A list, with the lists that are spread in it."""
        found: list[Expression] = []
        for item, spread in form.items:
            value = self._values.value(item, space)
            if spread and isinstance(value, Elements):
                found += value.elements
            elif spread:
                found.append(Unresolved("elements of another collection", self._values.locator.span(item)))
            else:
                found.append(value)
        return Elements(tuple(found), self._values.locator.span(node))

    def entries(self, form: Entries, node: Node, space: Namespace) -> Expression:
        """A mapping, with those that are laid over it."""
        span = self._values.locator.span(node)
        parts: list[Expression] = []
        for key, item in form.items:
            if key is None:
                parts.append(self._spread(item, space))
                continue
            name = key if isinstance(key, str) else constants.constant(self._values.value(key, space))
            if isinstance(name, str):
                parts.append(Items(((name, self._values.named(name, item, space)),), span))
            elif not isinstance(key, str) and isinstance(symbol := self._values.value(key, space), Reference):
                parts.append(Items(((symbol.name, self._values.value(item, space)),), span, complete=False))
            else:
                parts.append(Unresolved("a key that cannot be told", span))
        if not form.complete:
            parts.append(Unresolved("a part that cannot be read", span))
        return operators.merged(parts, span)

    def _spread(self, node: Node, space: Namespace) -> Expression:
        """A mapping that is laid over another, `...options`; of `...(test ? a : b)` the keys of both, whichever it is."""
        form = self._values.names.forms.of(node)
        while isinstance(form, Same):
            node, form = form.inner, self._values.names.forms.of(form.inner)
        value = self._values.value(node, space)
        sides: list[Expression] = []
        if isinstance(value, Unresolved) and isinstance(form, Choice):
            sides = [self._values.value(each, space) for each in (form.yes, form.no)]
        elif isinstance(form, Test) and form.operator == "&&" and form.right is not None:
            sides = [self._values.value(form.right, space)]
        if not sides or not all(isinstance(each, Items) and each.complete for each in sides):
            return value
        keys = dict.fromkeys(key for each in sides if isinstance(each, Items) for key, _ in each.items)
        return Items(tuple((key, Unresolved(WHY, value.span)) for key in keys), value.span)
