"""Values that a condition decides, in any language of `_tree_forms`.

In: a condition as a node, what holds where it is true and where it is false. Out: one expression: the one that is surely chosen,
a look-up with its default, or `CallResult("or", …)` and `CallResult("if", (condition, a, b))`, which the graph decides where the
repository decides the condition (`graph.decide`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._tree_env import with_default
from poolaudit.extract.code._tree_forms import Either, Invocation, Name, Same, Test
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Namespace
    from poolaudit.extract.code._tree_values import Values
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

WHY = "depends on a condition"
EQUAL = frozenset({"==", "==="})
UNEQUAL = frozenset({"!=", "!=="})
PAIR = 2
"""Names of `v, ok := os.LookupEnv("X")`."""


class Conditions:
    """Decides between the values of one module."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._forms = values.names.forms

    def choose(self, test: Node, yes: Expression, no: Expression, space: Namespace, span: Span) -> Expression:
        """`yes` where a condition holds, else `no`."""
        asked = self.condition(test, space)
        if isinstance(asked, Literal):
            return yes if constants.truth(asked) else no
        if constants.alike(yes, no):
            return yes
        unknown = Unresolved(WHY, span)
        subject, holds = self._presence(test, space, present=True)
        if subject is not None:
            there, missing = (yes, no) if holds else (no, yes)
            if isinstance(subject, EnvLookup) and isinstance(there, EnvLookup) and there.names == subject.names:
                return self.either(there, missing, span)
            if isinstance(there, (CallResult, Reference)) and constants.alike(subject, there):
                return self.either(there, missing, span)
            if isinstance(there, Unresolved) and subject == there:
                return self.either(there, missing, span)
        if _is_plain(yes) and _is_plain(no):
            return unknown
        return CallResult("if", (asked, yes, no), (("why", unknown),), span)

    def either(self, value: Expression, default: Expression, span: Span, *, empty: bool = False) -> Expression:
        """A value, or `default` where it is missing, or for `empty` where it is empty text."""
        if isinstance(value, EnvLookup):
            kept = isinstance(value.default, Literal) and constants.truth(value.default)
            return value if kept else with_default(value, default, span, empty=empty)
        if isinstance(value, Unresolved):
            if not isinstance(default, EnvLookup):
                return Unresolved(WHY, span)
            names = " or ".join(default.names)
            why = Unresolved(f"set from the environment variable {names}, unless code gives another value", span)
            return CallResult("or", (why, default), (("why", why),), span)
        if isinstance(value, Literal):
            return value if constants.truth(value) else default
        if isinstance(value, (Items, Elements)) or constants.whole_text(value):
            return value
        return CallResult("or", (value, default), (("why", Unresolved(WHY, span)),), span)

    def condition(self, test: Node, space: Namespace) -> Expression:
        """A condition as a constant, or as calls by the names of its operators."""
        span = self._values.locator.span(test)
        form = self._forms.of(test)
        while isinstance(form, Same):
            form = self._forms.of(form.inner)
        if isinstance(form, Either):
            return self._joined("or", [self.condition(each, space) for each in (form.first, form.second)], span)
        if isinstance(form, Invocation) and (subject := self._emptiness(form)) is not None:
            return _denied(self._values.value(subject, space), span)
        if not isinstance(form, Test):
            return self._values.value(test, space)
        if form.operator == "!":
            return _denied(self.condition(form.left, space), span)
        if form.right is None:
            return Unresolved(WHY, span)
        if form.operator in ("&&", "||"):
            return self._joined(
                "and" if form.operator == "&&" else "or", [self.condition(each, space) for each in (form.left, form.right)], span
            )
        left, right = self._values.value(form.left, space), self._values.value(form.right, space)
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right = right, left
        if isinstance(left, Literal) and isinstance(right, Literal):
            return Literal((constants.constant(left) == constants.constant(right)) == (form.operator in EQUAL), span)
        if _is_nothing(right):
            return left if form.operator in UNEQUAL else _denied(left, span)
        return CallResult("==" if form.operator in EQUAL else "!=", (left, right), (), span)

    def _joined(self, operator: str, parts: list[Expression], span: Span) -> Expression:
        decisive = operator == "or"
        for part in parts:
            if isinstance(part, Literal) and constants.truth(part) is decisive:
                return Literal(decisive, span)
        left = [part for part in parts if not isinstance(part, Literal)]
        if not left:
            return Literal(not decisive, span)
        return left[0] if len(left) == 1 else CallResult(operator, tuple(left), (), span)

    def _presence(self, test: Node, space: Namespace, *, present: bool) -> tuple[Expression | None, bool]:
        """What a condition asks to be there, and whether it holds when it is: `x`, `!x`, `x != ""`, `ok` of a look-up."""
        form = self._forms.of(test)
        while isinstance(form, Same):
            test, form = form.inner, self._forms.of(form.inner)
        if isinstance(form, Test) and form.operator == "!":
            return self._presence(form.left, space, present=not present)
        both = (form.first, form.second) if isinstance(form, Either) else ()
        if isinstance(form, Test) and form.operator == "||" and form.right is not None:
            both = (form.left, form.right)
        if both:  # `x == null || x.isEmpty()`
            (one, holds), (other, alike) = (self._presence(each, space, present=present) for each in both)
            same = one is not None and other is not None and holds is alike and constants.alike(one, other)
            return (one if same else None), holds
        if isinstance(form, Test):
            if form.right is None or form.operator not in EQUAL | UNEQUAL:
                return None, present
            left, right = self._values.value(form.left, space), self._values.value(form.right, space)
            if _is_nothing(left):
                left, right = right, left
            name = self._forms.of(form.left)
            beside = self._beside(name, space) if isinstance(name, Name) and _is_nothing(right) else None
            if beside is not None:  # `err == nil`
                return self._values.value(beside, space), present == (form.operator in EQUAL)
            return (left, present == (form.operator in UNEQUAL)) if _is_nothing(right) else (None, present)
        if isinstance(form, Invocation) and (subject := self._emptiness(form)) is not None:
            return self._values.value(subject, space), not present
        beside = self._beside(form, space) if isinstance(form, Name) else None
        return self._values.value(beside or test, space), present

    def _emptiness(self, form: Invocation) -> Node | None:
        """What a function or method asks whether it is empty: `string.IsNullOrEmpty(x)`, `x.isEmpty()`."""
        table = self._values.language.emptiness
        if not table:
            return None
        if form.owner is not None and f".{form.name}" in table and not form.arguments:
            return form.owner
        written = f"{self._values.names.written(form.owner)}.{form.name}" if form.owner is not None else form.name
        return form.arguments[0].value if written in table and form.arguments else None

    def _beside(self, form: Name, space: Namespace) -> Node | None:
        """The look-up whose second result a name is: `ok` of `v, ok := os.LookupEnv("X")`."""
        found = self._values.names.lookup(form.text, space)
        bind = found[0].bind if len(found) == 1 else None
        listed = bind.target.parent if bind is not None and bind.value is None else None
        if bind is None or listed is None or listed.type != "expression_list" or len(listed.named_children) != PAIR:
            return None
        right = listed.parent.child_by_field_name("right") if listed.parent is not None else None
        return right.named_children[0] if right is not None and right.named_child_count == 1 else None


def _denied(value: Expression, span: Span) -> Expression:
    if isinstance(value, Literal):
        return Literal(not constants.truth(value), span)
    return CallResult("not", (value,), (), span)


def _is_nothing(value: Expression) -> bool:
    return isinstance(value, Literal) and constants.constant(value) in (None, "", 0) and value.value is not False


def _is_plain(value: Expression) -> bool:
    """Whether a value is no text that a connection may be made of: a number, a collection, nothing that is known."""
    if isinstance(value, Literal):
        return constants.whole_text(value) is None or "://" not in (constants.whole_text(value) or "")
    return isinstance(value, (Unresolved, Elements, Items))
