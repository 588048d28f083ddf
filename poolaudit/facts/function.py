"""What a function gives for the arguments of one call.

In: a function as readers write it, `CallResult("lambda", (result,), parameters)`, with each parameter under the name by which the
result refers to it (`app.config.get(key)`) and its default; and a call. Out: the result with the arguments in place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Joined, Literal, Reference, Unresolved, inside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

FUNCTION = "lambda"
"""Callee of the expression that stands for a function."""


ELEMENT = "[]"
"""Callee of the expression that stands for an element of a list or tuple that is not known here: the list, and a number."""
NOT_GIVEN = "not given"
"""Callee of the expression that stands for an argument, or a key of a mapping, that a branch of the code leaves out."""
SPREAD = "elements of another collection"
"""Why an element of a list is not known that stands for any number of them."""
NO_ELEMENT = "an element that cannot be told"


def may_be_missing(value: Expression) -> bool:
    """Whether a branch of the code leaves the argument out, so that only its value tells that it is there."""
    return any(isinstance(each, CallResult) and each.callee == NOT_GIVEN for each in inside(value))


def element(whole: Expression, number: int, span: Span) -> Expression:
    """One element of a list or tuple; of a choice between lists, the same choice between their elements."""
    if isinstance(whole, Elements):
        found = whole.elements
        spread = any(isinstance(each, Unresolved) and each.why == SPREAD for each in found)
        return found[number] if not spread and -len(found) <= number < len(found) else Unresolved(NO_ELEMENT, span)
    if isinstance(whole, CallResult):
        if whole.callee == "if":
            condition, yes, no = whole.positional
            return replace(whole, positional=(condition, element(yes, number, span), element(no, number, span)))
        return CallResult(ELEMENT, (whole, Literal(number, span)), (), span)
    if isinstance(whole, Reference):
        return CallResult(ELEMENT, (whole, Literal(number, span)), (), span)
    return Unresolved(whole.why if isinstance(whole, Unresolved) else NO_ELEMENT, span)


def apply_arguments(function: CallResult, call: CallResult) -> Expression:
    """The result of `call`; a parameter that gets no argument and has no default is not known."""
    values: dict[str, Expression] = {}
    by_keyword = dict(call.keywords)
    for number, (parameter, default) in enumerate(function.keywords):
        name = parameter.rpartition("(")[2].removesuffix(")")
        if number < len(call.positional):
            given = call.positional[number]
            declared = isinstance(default, CallResult) and isinstance(given, Unresolved)
            values[parameter] = default if declared else given
        else:
            values[parameter] = by_keyword.get(name, default)
    return put(function.positional[0], values)


def put(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with values in place of references of those names, and of attributes of them."""
    if isinstance(expression, Reference):
        owner, dot, attribute = expression.name.partition(").")
        held = values.get(f"{owner})") if dot else None
        return values.get(expression.name, expression) if held is None else _attribute(held, attribute)
    if isinstance(expression, Joined):
        return replace(expression, parts=tuple(put(part, values) for part in expression.parts))
    if isinstance(expression, Elements):
        return replace(expression, elements=tuple(put(each, values) for each in expression.elements))
    if isinstance(expression, Items):
        return replace(expression, items=tuple((name, put(each, values)) for name, each in expression.items))
    if isinstance(expression, EnvLookup) and expression.default is not None:
        return replace(expression, default=put(expression.default, values))
    if isinstance(expression, CallResult):
        keywords = tuple((name, put(each, values)) for name, each in expression.keywords)
        return replace(expression, positional=tuple(put(each, values) for each in expression.positional), keywords=keywords)
    return expression


def _attribute(held: Expression, attribute: str) -> Expression:
    """An attribute of an object that a parameter got."""
    if isinstance(held, Reference):
        return Reference(f"{held.name}.{attribute}", held.span)
    if isinstance(held, CallResult) and held.callee != FUNCTION:
        return Reference(f"{held.callee}().{attribute}", held.span)
    if isinstance(held, Items):
        return _entry(held, attribute)
    if isinstance(held, Unresolved):
        return held
    return Unresolved("an attribute of a parameter", held.span)


def _entry(held: Items, path: str) -> Expression:
    """What stands under a key of a mapping, or under keys inside of it; nothing under one that it surely does not have."""
    name, _, rest = path.partition(".")
    found = dict(held.items).get(name)
    if found is None:
        return Literal(None, held.span) if held.complete else Unresolved("a key that is not read", held.span)
    return _attribute(found, rest) if rest else found


def unknown_parameter(name: str, span: Span) -> Unresolved:
    """What stands for a parameter, `app.config.get(key)`, of which nothing is known; one that is taken apart has no name."""
    short = name.rpartition("(")[2].removesuffix(")")
    return Unresolved("a parameter gives it" if short.isdigit() else f"`{short}` is a parameter", span)


def function(result: Expression, parameters: tuple[tuple[str, Expression | None], ...]) -> CallResult:
    """The expression that stands for a function."""
    given = tuple((name, unknown_parameter(name, result.span) if default is None else default) for name, default in parameters)
    return CallResult(FUNCTION, (result,), given, result.span)
