"""Values that a condition decides, where the repository decides the condition.

In: `CallResult("or", …)`, `CallResult("if", (condition, a, b))`, a condition, and a binder. Out: the `Bound` that is surely
chosen, else nothing that is known, with the reason that the reader gave.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.expression import CallResult, Elements, Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.expression import Expression
    from poolaudit.facts.setting import Evidence
    from poolaudit.graph.bound import Bound

    Bind = Callable[[Expression], Bound]

CONDITIONS = frozenset({"not", "and", "or", "==", "!=", "is", "is not", "in", "not in", "str.startswith", "str.endswith"})
"""Operators that give a truth value."""
QUERY_MARK = "?"
_NEGATIONS = {"!=": "==", "is not": "is", "not in": "in"}


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether a condition holds; None where that cannot be told."""

    value: bool | None
    steps: tuple[Evidence, ...] = ()
    assumed: bool = False
    why: str = ""
    """Why it cannot be told, where a variable decides that nothing sets."""


def first_true(call: CallResult, bind: Bind, ask: Bind, unknown: Bound) -> Bound:
    """`a or b`: the first that is true; `ask` binds what something else stands in for."""
    steps: tuple[Evidence, ...] = ()
    assumed = False
    for number, part in enumerate(call.positional):
        bound = ask(part) if number + 1 < len(call.positional) else bind(part)
        steps, assumed = (*steps, *bound.steps), assumed or bound.assumed
        truth = _truth_of(bound)
        if truth is None and number + 1 < len(call.positional):
            return replace(unknown, why=bound.why or _why(call))
        if truth or number + 1 == len(call.positional):
            return replace(bound, steps=steps, assumed=assumed)
    return unknown


def chosen(call: CallResult, bind: Bind, ask: Bind, unknown: Bound) -> Bound:
    """`a if condition else b`: the one that is surely chosen, or what both give; `ask` binds what the condition asks for."""
    condition, yes, no = call.positional
    truth = holds(condition, ask)
    if truth.value is not None:
        bound = bind(yes if truth.value else no)
        return replace(bound, steps=(*truth.steps, *bound.steps), assumed=bound.assumed or truth.assumed)
    one, other = bind(yes), bind(no)
    if one.text is not None and other.text is not None and one.text.known and one.text.value == other.text.value:
        return replace(one, assumed=one.assumed or other.assumed)
    return replace(unknown, why=truth.why or _why(call))


def truth(call: CallResult, ask: Bind, unknown: Bound) -> Bound:
    """A condition as a value."""
    found = holds(call, ask)
    if found.value is None:
        return replace(unknown, why=found.why or _why(call))
    return replace(unknown, scalar=found.value, is_scalar=True, steps=found.steps, assumed=found.assumed)


def holds(condition: Expression, bind: Bind) -> Truth:
    """Whether a condition holds, in three values."""
    if not isinstance(condition, CallResult) or condition.callee not in CONDITIONS:
        bound = bind(condition)
        unset = _is_unset(bound)
        return Truth(None if unset else _truth_of(bound), bound.steps, bound.assumed, bound.why if unset else "")
    parts = condition.positional
    if condition.callee == "not":
        inner = holds(parts[0], bind)
        return replace(inner, value=None if inner.value is None else not inner.value)
    if condition.callee in ("and", "or"):
        return _joined([holds(part, bind) for part in parts], decisive=condition.callee == "or")
    if len(parts) != 2:  # noqa: PLR2004  # `startswith` with a start is not followed
        return Truth(None)
    if condition.callee in _NEGATIONS:
        inner = holds(replace(condition, callee=_NEGATIONS[condition.callee]), bind)
        return replace(inner, value=None if inner.value is None else not inner.value)
    return _compared(condition.callee, bind(parts[0]), parts[1], bind)


def _compared(operator: str, left: Bound, right: Expression, bind: Bind) -> Truth:
    if isinstance(right, Elements):
        each = [_compared("==" if operator == "in" else operator, left, element, bind) for element in right.elements]
        return _joined(each, decisive=True) if each else Truth(None)
    other = bind(right)
    if _is_unset(left) or _is_unset(other):
        return Truth(None)
    steps, assumed = (*left.steps, *other.steps), left.assumed or other.assumed
    if operator == "in" and _is_mark(left) and other.text is not None and not other.text.known and "://" in other.text.value:
        # what a URL is filled with has no `?`, which would begin its query
        return Truth(any(each.known and QUERY_MARK in each.text for each in other.text.pieces), steps, assumed=True)
    if operator in ("==", "is") and left.is_scalar and other.is_scalar:
        return Truth(left.scalar == other.scalar, steps, assumed)
    if other.text is None or not other.text.known or left.text is None:
        certain = operator in ("==", "is") and left.is_scalar != other.is_scalar and (left.text or other.text) is not None
        return Truth(False if certain and _is_something(left) and _is_something(other) else None, steps, assumed)
    wanted, text = other.text.value, left.text.value
    if operator == "str.startswith":
        head = left.text.pieces[0].text if left.text.pieces[0].known else ""
        if left.text.known or len(head) >= len(wanted) or not wanted.startswith(head):
            return Truth(text.startswith(wanted), steps, assumed)
        return Truth(None)
    if not left.text.known:
        return Truth(None, steps, assumed)
    found = {"==": text == wanted, "is": text == wanted, "in": text in wanted, "str.endswith": text.endswith(wanted)}
    return Truth(found.get(operator), steps, assumed)


def _joined(parts: list[Truth], *, decisive: bool) -> Truth:
    """`or` for a decisive true, `and` for a decisive false."""
    deciding = next((part for part in parts if part.value is decisive), None)
    if deciding is not None:
        return deciding
    steps = tuple(step for part in parts for step in part.steps)
    value = None if any(part.value is None for part in parts) else not decisive
    return Truth(value, steps, any(part.assumed for part in parts))


def _truth_of(bound: Bound) -> bool | None:
    """Whether Python takes a value for true."""
    if bound.is_scalar:
        return bool(bound.scalar)
    if bound.text is not None:
        if bound.text.known:
            return bool(bound.text.value)
        return True if any(piece.known and piece.text for piece in bound.text.pieces) else None
    return True if bound.parts else None


def _is_unset(bound: Bound) -> bool:
    """Whether it is a variable without a default that nothing in the repository sets.

    An image, a shell or a dashboard may set it, and code asks for it because somebody does: nothing is decided by it.
    """
    return bound.is_scalar and bound.scalar is None and bound.assumed


def _is_mark(bound: Bound) -> bool:
    return bound.text is not None and bound.text.known and bound.text.value == QUERY_MARK


def _is_something(bound: Bound) -> bool:
    """Whether it surely is a constant, or text of which a part is known."""
    return bound.is_scalar or (bound.text is not None and (bound.text.known or any(each.known for each in bound.text.pieces)))


def _why(call: CallResult) -> str:
    reason = dict(call.keywords).get("why")
    return reason.why if isinstance(reason, Unresolved) else "depends on a condition"
