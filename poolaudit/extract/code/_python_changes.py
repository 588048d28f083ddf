"""What other statements do to a mapping or list after it is made.

In: a name, what it is bound to, where it is used. Out: the value with what surely is set, and without what may be changed.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.facts.expression import CallResult, Elements, Expression, Items, Unresolved

if TYPE_CHECKING:
    from poolaudit.extract.code._python_names import Namespace
    from poolaudit.extract.code._python_values import Values
    from poolaudit.facts.span import Span


class Changes:
    """Knows what is changed in one module."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def after(self, name: str, value: Expression, space: Namespace, span: Span) -> Expression:
        """A mapping or list without what other statements may do to it; with a key that one statement surely sets."""
        if not isinstance(value, (Items, Elements, CallResult)):
            return value
        at: Namespace | None = space
        while at and name not in at.changed:
            at = at.parent
        if at is None:
            return value
        keys = at.changed[name]
        why = f"`{name}` is changed after it is made"
        if isinstance(value, CallResult):
            known = self._set(name, keys, at, span.line if at is space else None)
            return CallResult("dict", (value,), known, value.span) if known else value
        if isinstance(value, Elements):
            return Unresolved(why, span)
        line = span.line if at is space else None
        built = self._values.mappings.built(name, value, at, line, inside=self._values.held.is_inside(at))
        if built is not None:
            return self._values.affordable(built)
        if keys is None:
            return Unresolved(why, span)
        kept = tuple((key, item) for key, item in value.items if key not in keys)
        changed = tuple((key, Unresolved(why, span)) for key in sorted(keys))
        return Items((*kept, *changed), value.span, value.complete)

    def without(self, name: str, value: Expression, space: Namespace, span: Span) -> Expression:
        """What a name that is bound in several branches holds, without what other statements set in its mappings."""
        at: Namespace | None = space
        while at and name not in at.changed:
            at = at.parent
        if at is None:
            return value
        why = f"`{name}` is changed after it is made"
        if isinstance(value, CallResult) and value.callee in ("if", "or"):
            first = value.positional[:1] if value.callee == "if" else ()
            rest = (self.without(name, each, space, span) for each in value.positional[len(first) :])
            return CallResult(value.callee, (*first, *rest), value.keywords, value.span)
        if isinstance(value, Elements):
            return Unresolved(why, span)
        keys = at.changed[name]
        if not isinstance(value, Items):
            return value
        if keys is None:
            return Unresolved(why, span)
        kept = tuple((key, item) for key, item in value.items if key not in keys)
        return Items((*kept, *((key, Unresolved(why, span)) for key in sorted(keys))), value.span, value.complete)

    def _set(self, name: str, keys: set[str] | None, space: Namespace, before: int | None) -> tuple[tuple[str, Expression], ...]:
        """Keys of a mapping that one statement of the block sets, whatever the conditions, and `before` a line of it."""
        body: list[ast.stmt] = getattr(space.node, "body", None) or []
        found: dict[str, list[ast.expr | None]] = {}
        again = ((target, target, place) for target, place in self._values.walk.rewritten)
        for target, value, place in (*self._values.walk.assignments, *again) if keys and body else ():
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id == name:
                key = constants.constant(self._values.value(target.slice, space)) if place.space is space else None
                certain = any(isinstance(each, ast.Assign) and target in each.targets for each in body)
                certain = certain and (before is None or target.lineno < before)
                found.setdefault(str(key), []).append(value if certain else None)
        single = ((key, values[0]) for key, values in found.items() if len(values) == 1 and key in (keys or ()))
        return tuple((key, self._values.named(key, value, space)) for key, value in single if value is not None)
