"""What a function returns, and what a name holds that is assigned more than once, branch by branch and without running anything.

In: bindings and statements of a syntax tree. Out: an expression, or None where it cannot be told: loops, closures that assign,
and code of too many branches are not followed. Branches that end in an error do not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.url_objects import WITH_QUERY
from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._tree_lower import named, text_of
from poolaudit.facts.expression import CallResult, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Binding, Namespace
    from poolaudit.extract.code._tree_values import Values
    from poolaudit.facts.expression import Expression

    Step = tuple[Binding, tuple[tuple[Node, str], ...]]
    """An assignment with the branches that it stands in, outermost first."""

MOST = 12
"""Assignments of one name, and returns of one function, that are followed."""
MOST_STATEMENTS = 200
"""Statements that one question looks at, branches included."""
DEEPEST = 12
"""Branches inside of branches, and names that lead to others."""
IF = "if_statement"
BLOCKS = frozenset({"statement_block", "block", "statement_list", "else_clause"})
PLAIN = BLOCKS | frozenset(
    "expression_statement assignment_expression augmented_assignment_expression assignment_statement expression_list "
    "lexical_declaration variable_declaration variable_declarator local_declaration_statement short_var_declaration "
    "var_declaration var_spec var_spec_list export_statement".split()
)
"""Node types between what a statement assigns and the block around it."""
ENDS = frozenset({"return_statement", "throw_statement", "continue_statement", "break_statement"})
SILENT = frozenset(
    "expression_statement lexical_declaration variable_declaration local_declaration_statement short_var_declaration "
    "var_declaration const_declaration assignment_statement defer_statement go_statement function_declaration call_expression "
    "empty_statement type_declaration local_function_statement inc_statement dec_statement local_variable_declaration".split()
)
"""Statements that a function goes on after."""
LEAVES = (b"return", b"throw")
DEFAULTS = frozenset({"??=", "||="})


class _UnclearError(Exception):
    """It cannot be told."""


class Flow:
    """Follows the statements of one module."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._left = 0
        self._depth = 0

    def held(self, found: Sequence[Binding], use: Node) -> Expression | None:
        """What a name that is declared once, and assigned in the same function, holds where it is used."""
        first = found[0]
        put = [
            each
            for each in found
            if each.bind is not None and each.bind.value is not None and each.bind.value is each.bind.target
        ]
        if len(put) == 1 and len(found) == 2 and first.kind == "opaque":  # noqa: PLR2004  # a declaration, and a call that is pointed to it
            return self._values.bound(put[0])
        if first.bind is None or first.bind.kind == "assign" or len(found) > MOST or self._depth > DEEPEST:
            return None
        self._depth += 1
        try:
            home = first.space
            steps = sorted(((each, self._chain(each, home.node)) for each in found[1:]), key=lambda step: _end(step[0]))
            inside = self._values.space_of(use).function is home.function
            before = [step for step in steps if not inside or _end(step[0]) <= use.start_byte]
            return self._run(before, self._declared(first), use if inside else None)
        except _UnclearError:
            return None
        finally:
            self._depth -= 1

    def returned(self, function: Namespace) -> Expression | None:
        """What a call of a function gives back; None when that cannot be told, or where every way ends in an error."""
        body = function.node.child_by_field_name("body")
        if body is None or not function.returns or len(function.returns) > MOST:
            return None
        if body.type == "arrow_expression_clause" or body.type not in BLOCKS:
            return self._values.value(function.returns[0], self._values.space_of(function.returns[0]))
        self._left = MOST_STATEMENTS
        try:
            return self._returned(_statements(body), 0)
        except _UnclearError:
            return None

    # Names

    def _chain(self, binding: Binding, home: Node) -> tuple[tuple[Node, str], ...]:
        """The branches between an assignment and the block that declares its name."""
        if binding.bind is None:
            raise _UnclearError
        found: list[tuple[Node, str]] = []
        node = binding.bind.target
        while (parent := node.parent) is not None and parent.id != home.id:
            if parent.type == IF:
                field = next((each for each in ("consequence", "alternative") if parent.child_by_field_name(each) == node), "")
                if not field or len(found) > DEEPEST:
                    raise _UnclearError
                found.append((parent, field))
            elif parent.type not in PLAIN:
                raise _UnclearError
            node = parent
        return tuple(reversed(found))

    def _declared(self, binding: Binding) -> Expression | None:
        if binding.kind == "value":
            return self._values.bound(binding)
        bind = binding.bind
        if bind is None or bind.why != "a parameter":
            return None
        return self._values.parameters.value(binding, self._values.locator.span(bind.target))

    def _run(self, steps: Sequence[Step], value: Expression | None, use: Node | None) -> Expression | None:
        """The value after `steps`, `value` being the one before; None while there is none."""
        at = 0
        while at < len(steps):
            binding, chain = steps[at]
            at += 1
            if not chain:
                value = self._assigned(binding, value)
                continue
            branch, group = chain[0][0], [steps[at - 1]]
            while at < len(steps) and steps[at][1] and steps[at][1][0][0] == branch:
                group.append(steps[at])
                at += 1
            value = self._branched(branch, group, value, use)
        return value

    def _branched(self, branch: Node, group: list[Step], value: Expression | None, use: Node | None) -> Expression | None:
        sides = {
            side: [(each, chain[1:]) for each, chain in group if chain[0][1] == side] for side in ("consequence", "alternative")
        }
        if use is not None and branch.start_byte <= use.start_byte < branch.end_byte:
            inside = next((each for each in sides if _holds(branch.child_by_field_name(each), use)), "")
            return self._run(sides[inside], value, use) if inside else value
        yes = self._run(sides["consequence"], value, None)
        no = self._run(sides["alternative"], value, None)
        if self._ends(branch.child_by_field_name("consequence")):
            return no
        if self._ends(branch.child_by_field_name("alternative")):
            return yes
        if yes is None or no is None:
            raise _UnclearError
        return self._chosen(branch, yes, no)

    def _chosen(self, branch: Node, yes: Expression, no: Expression) -> Expression:
        test = branch.child_by_field_name("condition")
        if test is None:
            raise _UnclearError
        span = self._values.locator.span(test)
        return self._values.conditions.choose(test, yes, no, self._values.space_of(test), span)

    def _assigned(self, binding: Binding, before: Expression | None) -> Expression:
        bind = binding.bind
        if bind is None:
            raise _UnclearError
        if binding.kind == "value":
            return self._values.bound(binding)
        whole = bind.target.parent
        right = whole.child_by_field_name("right") if whole is not None else None
        sign = text_of(whole.child_by_field_name("operator")) if whole is not None else ""
        if whole is None or right is None or before is None or sign not in DEFAULTS:
            raise _UnclearError
        return self._values.conditions.either(before, self._values.value(right, binding.space), self._values.locator.span(whole))

    # Functions

    def _returned(self, statements: Sequence[Node], depth: int) -> Expression | None:
        """The value of the `return` that is reached; None where every way ends in an error."""
        for number, statement in enumerate(statements):
            self._left -= 1
            if self._left < 0 or depth > DEEPEST:
                raise _UnclearError
            kind = statement.type
            if kind == "return_statement":
                return self._result(statement)
            if kind == "throw_statement" or self._exits(statement):
                return None
            if kind in SILENT or not self._leaves(statement):
                continue
            rest = statements[number + 1 :]
            if kind == IF:
                yes = self._returned([*_statements(statement.child_by_field_name("consequence")), *rest], depth + 1)
                no = self._returned([*_statements(statement.child_by_field_name("alternative")), *rest], depth + 1)
                if yes is None or no is None:
                    return no if yes is None else yes
                return self._chosen(statement, yes, no)
            if kind in BLOCKS:
                return self._returned([*_statements(statement), *rest], depth + 1)
            if kind == "try_statement":
                return self._tried(statement, rest, depth)
            raise _UnclearError
        return Literal(None, self._values.locator.span(statements[-1])) if statements else None

    def _tried(self, statement: Node, rest: Sequence[Node], depth: int) -> Expression | None:
        """What `try` gives where a failure ends the function, or gives the text of a URL that cannot be taken apart."""
        handler = statement.child_by_field_name("handler")
        body = self._returned([*_statements(statement.child_by_field_name("body")), *rest], depth + 1)
        if handler is None or statement.child_by_field_name("finalizer") is not None or body is None:
            raise _UnclearError
        handled = self._returned([*_statements(handler.child_by_field_name("body")), *rest], depth + 1)
        of_url = isinstance(body, CallResult) and body.callee == WITH_QUERY and bool(body.positional)
        if handled is None or (of_url and isinstance(body, CallResult) and constants.alike(body.positional[0], handled)):
            return body
        raise _UnclearError

    def _result(self, statement: Node) -> Expression:
        lower = self._values.language.binds[statement.type]
        value = next((bind.value for bind in lower(statement) if bind.value is not None), None)
        if value is None:
            return Literal(None, self._values.locator.span(statement))
        return self._values.value(value, self._values.space_of(value))

    def _exits(self, statement: Node) -> bool:
        """Whether a statement ends the program: `panic(err)`, `log.Fatal(err)`, `process.exit(1)`."""
        exits = self._values.language.exits
        return bool(exits) and statement.type in SILENT and text_of(statement).startswith(exits)

    def _leaves(self, statement: Node) -> bool:
        """Whether a statement may end the function."""
        text = statement.text or b""
        return any(word in text for word in LEAVES) or any(word in text.decode("utf-8", "replace") for word in self._exit_words())

    def _exit_words(self) -> tuple[str, ...]:
        return self._values.language.exits

    def _ends(self, node: Node | None) -> bool:
        """Whether a block ends by leaving it."""
        statements = _statements(node)
        return bool(statements) and (statements[-1].type in ENDS or self._exits(statements[-1]))


def _statements(node: Node | None) -> list[Node]:
    """The statements of a block, or the one that stands in its place."""
    if node is None:
        return []
    if node.type not in BLOCKS:
        return [node]
    return [each for child in named(node) for each in (_statements(child) if child.type in BLOCKS else [child])]


def _end(binding: Binding) -> int:
    """The byte after which an assignment has happened."""
    bind = binding.bind
    if bind is None:
        raise _UnclearError
    if bind.value is not None:
        return bind.value.end_byte
    whole = bind.target.parent
    return whole.end_byte if whole is not None else bind.target.end_byte


def _holds(outer: Node | None, inner: Node) -> bool:
    return outer is not None and outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte
