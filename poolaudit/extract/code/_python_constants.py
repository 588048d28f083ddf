"""Values that are known without running the program: what they are, how large, and whether they may hold a password.

In: expressions. Out: constants, text, literals.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Union

from poolaudit.catalog.dsn_builders import URL_PART
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Items, Joined, Literal, Reference, inside
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable

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

Number = Union[int, float]


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
    return sum(1 for _ in islice(inside(value), LARGEST_VALUE + 1))


def names(value: Expression, start: str) -> bool:
    """Whether a reference inside an expression begins so."""
    return any(isinstance(each, Reference) and each.name.startswith(start) for each in islice(inside(value), LARGEST_VALUE))


def folded(value: Expression, span: Span) -> Expression:
    """Text with constant parts joined into one literal at `span`, as plain `str`."""
    known = whole_text(value)
    return value if known is None else Literal(known, value.span if isinstance(value, Literal) else span)


def piece(value: str, template: Expression, span: Span | None = None) -> Literal:
    """Text that comes out of a template: as secret as the template is."""
    made = text(value, span or template.span)
    if isinstance(template, Literal) and isinstance(template.value, Secret) and isinstance(made.value, str):
        return Literal(Secret(made.value), made.span)
    return made


def number(value: Expression) -> Number | None:
    """The number that an expression is; None for anything else, truth values included."""
    known = value.value if isinstance(value, Literal) else None
    return known if isinstance(known, (int, float)) and not isinstance(known, bool) else None


def is_text(value: Expression) -> bool:
    """Whether the value is surely text, known or not."""
    if isinstance(value, Joined) or (isinstance(value, CallResult) and value.callee.startswith(("str.", URL_PART))):
        return True
    return isinstance(value, Literal) and isinstance(value.value, (str, Secret))


def alike(one: Expression, other: Expression) -> bool:
    """Whether two expressions are the same, wherever they stand; what is not known is like nothing."""
    if isinstance(one, Literal) and isinstance(other, Literal):
        return type(one.value) is type(other.value) and one.value == other.value
    if isinstance(one, Reference) and isinstance(other, Reference):
        return one.name == other.name
    if isinstance(one, EnvLookup) and isinstance(other, EnvLookup):
        defaults = one.default is other.default or (
            one.default is not None and other.default is not None and alike(one.default, other.default)
        )
        return defaults and (one.names, one.ignore_case) == (other.names, other.ignore_case)
    if isinstance(one, Joined) and isinstance(other, Joined):
        return len(one.parts) == len(other.parts) and all(map(alike, one.parts, other.parts))
    if isinstance(one, Elements) and isinstance(other, Elements):
        return len(one.elements) == len(other.elements) and all(map(alike, one.elements, other.elements))
    if isinstance(one, Items) and isinstance(other, Items):
        names = [name for name, _ in one.items] == [name for name, _ in other.items]
        whole = names and one.complete and other.complete
        return whole and all(alike(value, its) for (_, value), (_, its) in zip(one.items, other.items, strict=True))
    if isinstance(one, CallResult) and isinstance(other, CallResult):
        names = [name for name, _ in one.keywords] == [name for name, _ in other.keywords]
        left = (*one.positional, *(value for _, value in one.keywords))
        right = (*other.positional, *(value for _, value in other.keywords))
        return names and one.callee == other.callee and len(left) == len(right) and all(map(alike, left, right))
    return False


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
