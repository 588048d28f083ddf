"""Texts that functions fill in: `fmt.Sprintf("%s", x)`, `String.format`, `format!("{}", x)`, `string.Format("{0}", x)`.

In: the template as an expression and the values. Out: `Joined`, or `Unresolved` for a conversion that changes the text.
Grammars: https://pkg.go.dev/fmt, https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Formatter.html,
https://doc.rust-lang.org/std/fmt/, https://learn.microsoft.com/dotnet/standard/base-types/composite-formatting.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.facts.expression import Expression, Literal, Unresolved
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.span import Span

PLAIN = frozenset("sdivu")
"""Conversions that write the value as it is."""


def percent(template: Expression, values: list[Expression], span: Span) -> Expression:
    """`%s`, `%d`, `%v`, `%u`, `%i`, `%%`, and `%1$s`."""
    source = constants.whole_text(template)
    if source is None:
        return Unresolved("a format that is not known", span)
    parts: list[Expression] = []
    at = used = 0
    while (mark := source.find("%", at)) >= 0:
        parts.append(_piece(source[at:mark], template))
        at = mark + 1
        digits = at
        while source[digits : digits + 1].isdigit():
            digits += 1
        index = used
        if source[digits : digits + 1] == "$" and digits > at:
            index, at = int(source[at:digits]) - 1, digits + 1
        conversion = source[at : at + 1]
        at += 1
        if conversion in ("%", "n"):
            parts.append(_piece("%" if conversion == "%" else "\n", template))
        elif conversion in PLAIN and 0 <= index < len(values):
            parts.append(values[index])
            used += 1
        else:
            return Unresolved("a format that cannot be filled in", span)
    parts.append(_piece(source[at:], template))
    return constants.joined([part for part in parts if constants.whole_text(part) != ""], span)


def braces(
    template: Expression,
    values: list[Expression],
    named: dict[str, Expression],
    span: Span,
    captured: Callable[[str], Expression],
) -> Expression:
    """`{}`, `{0}`, `{name}`, `{{`; a name that is not given is asked from `captured`."""
    source = constants.whole_text(template)
    if source is None:
        return Unresolved("a format that is not known", span)
    parts: list[Expression] = []
    automatic = 0
    try:
        for literal, name, spec, conversion in Formatter().parse(source):
            if literal:
                parts.append(_piece(literal, template))
            if name is None:
                continue
            if spec or conversion:
                return Unresolved("formatted with a format of its own", span)
            if name == "":
                name, automatic = str(automatic), automatic + 1  # noqa: PLW2901  # numbered in order
            if name.isdigit():
                parts.append(values[int(name)])
            else:
                parts.append(named[name] if name in named else captured(name))
    except (ValueError, IndexError):
        return Unresolved("a format that cannot be filled in", span)
    return constants.joined(parts, span)


def _piece(value: str, template: Expression) -> Expression:
    """Text that comes out of a template: as secret as the template is."""
    made = constants.text(value, template.span)
    if isinstance(template, Literal) and isinstance(template.value, Secret) and isinstance(made.value, str):
        return Literal(Secret(made.value), made.span)
    return made
