"""Operations on values that are known without running the program: text, numbers, mappings.

In: expressions. Out: an expression; `Unresolved` where an operand is not known. Sizes are bounded, because a scanned file
may ask for `9**9**9`.
"""

from __future__ import annotations

import ast
import operator
from string import Formatter
from typing import TYPE_CHECKING, Union

from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Items, Joined, Literal, Reference, Unresolved
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.facts.expression import Scalar
    from poolaudit.facts.span import Span

LARGEST = 10**18
"""Numbers beyond it are not computed."""
LONGEST = 100_000
"""Characters of computed text."""
LARGEST_VALUE = 2_000
"""Expressions inside one value that a name stands for."""
PASSWORD_WORDS = ("pass", "pwd", "secret", "token", "credential")
"""Parts of names whose text is kept as a `Secret`."""
METHODS = frozenset(
    {
        "copy",
        "format",
        "get",
        "join",
        "lower",
        "lstrip",
        "removeprefix",
        "removesuffix",
        "replace",
        "rstrip",
        "strip",
        "upper",
    }
)
"""Methods of text and mappings that `method` knows."""

Number = Union[int, float]
_OPERATORS: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def text(value: str, span: Span) -> Literal:
    """Text as a literal; in a `Secret` where it looks like a connection string or names a password."""
    return Literal(Secret(value) if _is_private(value) else value, span)


def guard(name: str, value: Expression) -> Expression:
    """The value of something called `name`, its text in a `Secret` when the name is that of a password."""
    low = name.lower()
    if not any(word in low for word in PASSWORD_WORDS):
        return value
    if isinstance(value, Joined):
        return Joined(tuple(_hidden(part) for part in value.parts), value.span)
    return _hidden(value)


def constant(value: Expression) -> Scalar:
    """The constant that an expression is, its text revealed; None for anything else."""
    if isinstance(value, Joined):
        return whole_text(value)
    if not isinstance(value, Literal):
        return None
    return value.value.reveal() if isinstance(value.value, Secret) else value.value


def truth(value: Literal) -> bool:
    """Whether Python takes the constant for true."""
    return bool(constant(value))


def whole_text(value: Expression) -> str | None:
    """The text when every part of it is constant."""
    if isinstance(value, Literal):
        found = constant(value)
        return found if isinstance(found, str) else None
    if isinstance(value, Joined):
        parts = [_shown(part) for part in value.parts]
        known = [part for part in parts if part is not None]
        return "".join(known) if len(known) == len(parts) and sum(map(len, known)) <= LONGEST else None
    return None


def joined(parts: list[Expression], span: Span) -> Expression:
    """Parts of one text; a single constant text stays one."""
    if not parts:
        return Literal("", span)
    if len(parts) == 1 and isinstance(parts[0], Literal) and whole_text(parts[0]) is not None:
        return parts[0]
    flat = _flat(parts)
    if any(isinstance(part, Literal) and isinstance(part.value, Secret) for part in flat):  # a password may stand in any part
        flat = tuple(_hidden(part) for part in flat)
    return Joined(flat, span)


def size(value: Expression) -> int:
    """Number of expressions inside an expression, itself included; counting stops above `LARGEST_VALUE`."""
    count = 0
    queue: list[Expression] = [value]
    while queue and count <= LARGEST_VALUE:
        item = queue.pop()
        count += 1
        if isinstance(item, Joined):
            queue += item.parts
        elif isinstance(item, Elements):
            queue += item.elements
        elif isinstance(item, Items):
            queue += (inner for _, inner in item.items)
        elif isinstance(item, CallResult):
            queue += (*item.positional, *(inner for _, inner in item.keywords))
        elif isinstance(item, EnvLookup) and item.default is not None:
            queue.append(item.default)
    return count


def folded(value: Expression, span: Span) -> Expression:
    """Text with constant parts joined into one literal at `span`, as plain `str`."""
    known = whole_text(value)
    return value if known is None else Literal(known, value.span if isinstance(value, Literal) else span)


def add(terms: list[Expression], span: Span) -> Expression:
    """`a + b + …`, left to right."""
    if any(_is_text(term) for term in terms):
        return joined(terms, span)
    if all(isinstance(term, Elements) for term in terms):
        return Elements(tuple(item for term in terms if isinstance(term, Elements) for item in term.elements), span)
    total: Number = 0
    for term in terms:
        number = _number(term)
        if number is None:
            return Unresolved("a sum whose terms are not all known", span)
        total += number
    return Literal(total, span)


def arithmetic(operation: ast.operator, left: Expression, right: Expression, span: Span) -> Expression:
    """`-`, `*`, `/`, `//`, `%` and small powers of known numbers."""
    a, b = _number(left), _number(right)
    if a is None or b is None:
        return Unresolved("arithmetic with values that are not known", span)
    try:
        if isinstance(operation, ast.Pow):
            result: Number = a**b if isinstance(b, int) and abs(a) <= 1024 and 0 <= b <= 16 else LARGEST + 1  # noqa: PLR2004  # 1024**6 is the largest below LARGEST
        elif type(operation) in _OPERATORS:
            result = _OPERATORS[type(operation)](a, b)
        else:
            return Unresolved("an operator on values", span)
    except (ArithmeticError, ValueError):
        return Unresolved("arithmetic that fails", span)
    return Literal(result, span) if abs(result) <= LARGEST else Unresolved("a number too large to matter", span)


def unary(operation: ast.unaryop, value: Expression, span: Span) -> Expression:
    """`-x`, `+x`, `not x` of a known constant."""
    number = _number(value)
    if isinstance(operation, ast.USub) and number is not None:
        return Literal(-number, span)
    if isinstance(operation, ast.UAdd) and number is not None:
        return Literal(number, span)
    if isinstance(operation, ast.Not) and isinstance(value, Literal):
        return Literal(not truth(value), span)
    return Unresolved("an operator on a value that is not known", span)


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
                    found[key] = Unresolved("may be replaced by a mapping that cannot be read", value.span)
    return Items(tuple(found.items()), span, complete)


def percent(template: Expression, value: Expression, span: Span) -> Expression:
    """`"…%s…" % value` with the plain conversions `%s`, `%d`, `%i`, `%(name)s`, `%%`."""
    source = whole_text(template) or ""
    named = dict(value.items) if isinstance(value, Items) else {}
    ordered = list(value.elements) if isinstance(value, Elements) else [value]
    parts: list[Expression] = []
    at = 0
    while (mark := source.find("%", at)) >= 0:
        parts.append(_piece(source[at:mark], template))
        at = mark + 1
        key: str | None = None
        if source.startswith("(", at) and ")" in source[at:]:
            end = source.index(")", at)
            key, at = source[at + 1 : end], end + 1
        conversion = source[at : at + 1]
        at += 1
        if conversion == "%" and key is None:
            parts.append(_piece("%", template))
        elif conversion in ("s", "d", "i") and key is not None and key in named:
            parts.append(named[key])
        elif conversion in ("s", "d", "i") and key is None and ordered and not isinstance(value, Items):
            parts.append(ordered.pop(0))
        else:
            return Unresolved("a format that cannot be filled in", span)
    parts.append(_piece(source[at:], template))
    return joined([part for part in parts if whole_text(part) != ""], span)


def _format(template: Expression, positional: list[Expression], keywords: dict[str, Expression], span: Span) -> Expression:
    source = whole_text(template) or ""
    parts: list[Expression] = []
    automatic = 0
    try:
        for literal, name, spec, conversion in Formatter().parse(source):
            if literal:
                parts.append(_piece(literal, template))
            if name is None:
                continue
            if spec or conversion in ("r", "a"):
                return Unresolved("formatted with a format of its own", span)
            if name == "":
                name, automatic = str(automatic), automatic + 1  # noqa: PLW2901  # numbered as Python does
            parts.append(positional[int(name)] if name.isdigit() else keywords[name])
    except (ValueError, IndexError, KeyError):
        return Unresolved("a format that cannot be filled in", span)
    return joined(parts, span)


def method(
    name: str, receiver: Expression, positional: list[Expression], keywords: list[tuple[str, Expression]], span: Span
) -> Expression | None:
    """A method of text or of a mapping; None when the receiver may be something else."""
    if isinstance(receiver, Items):
        return _lookup(name, receiver, positional, span)
    known = whole_text(receiver)
    if name == "format" and known is not None:
        return _format(receiver, positional, dict(keywords), span)
    if name in ("get", "copy", "format") or keywords:
        return None
    if name == "join":
        if known is None or len(positional) != 1 or not isinstance(positional[0], Elements):
            return None
        separated = [part for item in positional[0].elements for part in (_piece(known, receiver), item)][1:]
        return joined([part for part in separated if whole_text(part) != ""], span)
    values = [constant(item) for item in positional]
    longest = max((len(item) for item in values if isinstance(item, str)), default=0)
    if known is not None and len(known) * (1 + longest) <= LONGEST and all(isinstance(item, (str, int)) for item in values):
        try:
            return _piece(str(getattr(known, name)(*values)), receiver, span)
        except (TypeError, ValueError):
            return None
    surely = known is not None or isinstance(receiver, EnvLookup) or _is_text(receiver)
    likely = name == "replace" and isinstance(receiver, Reference) and sum(isinstance(item, str) for item in values) == 2  # noqa: PLR2004  # only text has `replace(str, str)`
    return CallResult(f"str.{name}", (receiver, *positional), (), span) if surely or likely else None


def _lookup(name: str, receiver: Items, positional: list[Expression], span: Span) -> Expression | None:
    if name == "copy" and not positional:
        return receiver
    key = constant(positional[0]) if positional else None
    if name != "get" or not isinstance(key, str):
        return None
    known = dict(receiver.items).get(key)
    if known is not None:
        return known
    if not receiver.complete:
        return Unresolved("a mapping that cannot be read as a whole", span)
    return positional[1] if len(positional) > 1 else Literal(None, span)


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
        number = _number(value)
        return Literal(str(constant(value)), span) if number is not None or _is_flag(value) else value
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
        return EnvLookup(value.names, value.span, default, value.ignore_case)
    if isinstance(value, (Reference, CallResult)):
        return value if kind != "bool" else Unresolved("bool() of a value that is not known here", span)
    known = constant(value)
    if known is None:
        return Unresolved(f"{kind}() of a value that is not known", span)
    try:
        result: Scalar = int(known) if kind == "int" else float(known) if kind == "float" else bool(known)
    except (ValueError, OverflowError):
        return Unresolved(f"{kind}() of something else", span)
    return Literal(result, value.span if isinstance(value, Literal) else span)


def _piece(value: str, template: Expression, span: Span | None = None) -> Literal:
    """Text that comes out of a template: as secret as the template is."""
    made = text(value, span or template.span)
    if isinstance(template, Literal) and isinstance(template.value, Secret) and isinstance(made.value, str):
        return Literal(Secret(made.value), made.span)
    return made


def _is_private(value: str) -> bool:
    if not value.partition("://")[2]:
        low = value.lower()
        return ("pass" in low or "pwd" in low) and not value.isidentifier()
    return True


def _hidden(value: Expression) -> Expression:
    if isinstance(value, Literal) and isinstance(value.value, str):
        return Literal(Secret(value.value), value.span)
    return value


def _flat(parts: Iterable[Expression]) -> tuple[Expression, ...]:
    return tuple(inner for part in parts for inner in (part.parts if isinstance(part, Joined) else (part,)))


def _shown(part: Expression) -> str | None:
    if isinstance(part, Joined):
        return whole_text(part)
    value = constant(part)
    return None if value is None and not (isinstance(part, Literal) and part.value is None) else str(value)


def _number(value: Expression) -> Number | None:
    known = value.value if isinstance(value, Literal) else None
    return known if isinstance(known, (int, float)) and not isinstance(known, bool) else None


def _is_flag(value: Expression) -> bool:
    return isinstance(value, Literal) and isinstance(value.value, bool)


def _is_text(value: Expression) -> bool:
    if isinstance(value, Joined) or (isinstance(value, CallResult) and value.callee.startswith("str.")):
        return True
    return isinstance(value, Literal) and isinstance(value.value, (str, Secret))
