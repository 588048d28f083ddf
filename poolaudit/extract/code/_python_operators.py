"""Operators and built-in types of Python on values that are known without running the program.

In: expressions. Out: an expression; `Unresolved` where an operand is not known. Sizes are bounded, because a scanned file
may ask for `9**9**9`.
"""

from __future__ import annotations

import ast
import operator
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.dsn_builders import MASKING_URLS
from poolaudit.extract.code import _python_constants as constants
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Items, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.extract.code._python_constants import Number
    from poolaudit.facts.expression import Scalar
    from poolaudit.facts.span import Span

_OPERATORS: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def add(terms: list[Expression], span: Span) -> Expression:
    """`a + b + …`, left to right."""
    if any(constants.is_text(term) for term in terms):
        return constants.joined(terms, span)
    if all(isinstance(term, Elements) for term in terms):
        return Elements(tuple(item for term in terms if isinstance(term, Elements) for item in term.elements), span)
    total: Number = 0
    for term in terms:
        number = constants.number(term)
        if number is None:
            return Unresolved("a sum whose terms are not all known", span)
        total += number
    return Literal(total, span)


def arithmetic(operation: ast.operator, left: Expression, right: Expression, span: Span) -> Expression:
    """`-`, `*`, `/`, `//`, `%` and small powers of known numbers."""
    a, b = constants.number(left), constants.number(right)
    if a is None or b is None:
        return Unresolved("arithmetic with values that are not known", span)
    try:
        if isinstance(operation, ast.Pow):
            result: Number = a**b if isinstance(b, int) and abs(a) <= 1024 and 0 <= b <= 16 else constants.LARGEST + 1  # noqa: PLR2004  # 1024**6 is the largest below constants.LARGEST
        elif type(operation) in _OPERATORS:
            result = _OPERATORS[type(operation)](a, b)
        else:
            return Unresolved("an operator on values", span)
    except (ArithmeticError, ValueError):
        return Unresolved("arithmetic that fails", span)
    return Literal(result, span) if abs(result) <= constants.LARGEST else Unresolved("a number too large to matter", span)


def unary(operation: ast.unaryop, value: Expression, span: Span) -> Expression:
    """`-x`, `+x`, `not x` of a known constant."""
    number = constants.number(value)
    if isinstance(operation, ast.USub) and number is not None:
        return Literal(-number, span)
    if isinstance(operation, ast.UAdd) and number is not None:
        return Literal(number, span)
    if isinstance(operation, ast.Not) and isinstance(value, Literal):
        return Literal(not constants.truth(value), span)
    return Unresolved("an operator on a value that is not known", span)


REPLACED = "may be replaced by a mapping that cannot be read"
"""Why an entry of a mapping is not known."""


def _perhaps_replaced(value: Expression) -> Expression:
    """An entry that something else may take the place of; a name stays, so that people can see it."""
    if not isinstance(value, (EnvLookup, Reference)):
        known = isinstance(value, CallResult) and value.callee == "or" and _is_replaced(value.positional[0])
        return value if known else Unresolved(REPLACED, value.span)
    named = f"the environment variable {' or '.join(value.names)}" if isinstance(value, EnvLookup) else value.name
    unknown = Unresolved(f"set from {named}, and {REPLACED}", value.span)
    return CallResult("or", (unknown, value), (("why", unknown),), value.span)


def _is_replaced(value: Expression) -> bool:
    return isinstance(value, Unresolved) and value.why.endswith(REPLACED)


def merged(parts: Iterable[Expression], span: Span) -> Items:
    """Mappings laid over each other; what stands before an unreadable one may be overwritten by it."""
    found: dict[str, Expression] = {}
    complete = True
    for part in parts:
        if isinstance(part, Items):
            for key, value in part.items:
                found.pop(key, None)
                found[key] = value
            complete = complete and part.complete
        else:
            complete = False
        if not isinstance(part, Items) or not part.complete:
            own = {key for key, _ in part.items} if isinstance(part, Items) else set()
            for key, value in found.items():
                if key not in own:
                    found[key] = _perhaps_replaced(value)
    return Items(tuple(found.items()), span, complete)


def builtin(
    name: str, positional: list[Expression], keywords: list[tuple[str, Expression]], span: Span, *, complete: bool
) -> Expression | None:
    """A call of a built-in type; None when it is left as a call."""
    if name == "dict" and len(positional) <= 1:
        own = Items(tuple(keywords), span, complete)
        return merged([*positional, own], span) if positional else own
    if keywords or not complete or len(positional) != 1:
        return None
    value = positional[0]
    if name in ("list", "tuple", "set", "frozenset"):
        return value if isinstance(value, Elements) else None
    if name == "str":
        if shows_masked(value):
            return CallResult(name, (value,), (), span)
        number = constants.number(value)
        return Literal(str(constants.constant(value)), span) if number is not None or _is_flag(value) else value
    if name in ("int", "float", "bool"):
        return cast(name, value, span)
    return None


def cast(kind: str, value: Expression, span: Span) -> Expression:
    """`int(…)`, `float(…)`, `bool(…)`; of an environment look-up the default is converted, and the text by whoever uses it."""
    if isinstance(value, EnvLookup):
        if kind == "bool":
            return Unresolved("bool() of text is true for every text", span)
        default = value.default
        if isinstance(default, Literal) and default.value is None:
            default = None  # the conversion fails when the variable is missing
        elif isinstance(default, Literal):
            default = cast(kind, default, default.span)
        return replace(value, default=default)
    if isinstance(value, (Reference, CallResult)):
        return value if kind != "bool" else Unresolved("bool() of a value that is not known here", span)
    known = constants.constant(value)
    if known is None:
        return Unresolved(f"{kind}() of a value that is not known", span)
    try:
        result: Scalar = int(known) if kind == "int" else float(known) if kind == "float" else bool(known)
    except (ValueError, OverflowError):
        return Unresolved(f"{kind}() of something else", span)
    return Literal(result, value.span if isinstance(value, Literal) else span)


def shows_masked(value: Expression) -> bool:
    """Whether a value is, or may be, a URL of SQLAlchemy, whose text is not the connection string that it stands for."""
    if isinstance(value, CallResult):
        return value.callee in MASKING_URLS
    return isinstance(value, Reference) and value.name.endswith(".url")


def _is_flag(value: Expression) -> bool:
    return isinstance(value, Literal) and isinstance(value.value, bool)
