"""Methods of text and mappings, and the templates of text, on values that are known without running the program.

In: a receiver, arguments. Out: an expression; a method of text that is not known stays a call by its unbound name.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Items, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from poolaudit.facts.span import Span

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


def percent(template: Expression, value: Expression, span: Span) -> Expression:
    """`"…%s…" % value` with the plain conversions `%s`, `%d`, `%i`, `%(name)s`, `%%`."""
    source = constants.whole_text(template) or ""
    named = dict(value.items) if isinstance(value, Items) else {}
    ordered = list(value.elements) if isinstance(value, Elements) else [value]
    parts: list[Expression] = []
    at = 0
    while (mark := source.find("%", at)) >= 0:
        parts.append(constants.piece(source[at:mark], template))
        at = mark + 1
        key: str | None = None
        if source.startswith("(", at) and ")" in source[at:]:
            end = source.index(")", at)
            key, at = source[at + 1 : end], end + 1
        conversion = source[at : at + 1]
        at += 1
        if conversion == "%" and key is None:
            parts.append(constants.piece("%", template))
        elif conversion in ("s", "d", "i") and key is not None and key in named:
            parts.append(named[key])
        elif conversion in ("s", "d", "i") and key is None and ordered and not isinstance(value, Items):
            parts.append(ordered.pop(0))
        else:
            return Unresolved("a format that cannot be filled in", span)
    parts.append(constants.piece(source[at:], template))
    return constants.joined([part for part in parts if constants.whole_text(part) != ""], span)


def _format(template: Expression, positional: list[Expression], keywords: dict[str, Expression], span: Span) -> Expression:
    source = constants.whole_text(template) or ""
    parts: list[Expression] = []
    automatic = 0
    try:
        for literal, name, spec, conversion in Formatter().parse(source):
            if literal:
                parts.append(constants.piece(literal, template))
            if name is None:
                continue
            if spec or conversion in ("r", "a"):
                return Unresolved("formatted with a format of its own", span)
            if name == "":
                name, automatic = str(automatic), automatic + 1  # noqa: PLW2901  # numbered as Python does
            parts.append(positional[int(name)] if name.isdigit() else keywords[name])
    except (ValueError, IndexError, KeyError):
        return Unresolved("a format that cannot be filled in", span)
    return constants.joined(parts, span)


def method(
    name: str, receiver: Expression, positional: list[Expression], keywords: list[tuple[str, Expression]], span: Span
) -> Expression | None:
    """A method of text or of a mapping; None when the receiver may be something else."""
    if isinstance(receiver, Items):
        return _lookup(name, receiver, positional, span)
    known = constants.whole_text(receiver)
    if name == "format" and known is not None:
        return _format(receiver, positional, dict(keywords), span)
    if name in ("get", "copy", "format") or keywords:
        return None
    if name == "join" and known is not None and len(positional) == 1 and _is_filtered(positional[0]):
        return CallResult("str.join", (receiver, *positional), (), span)
    if name == "join":
        if known is None or len(positional) != 1 or not isinstance(positional[0], Elements):
            return None
        separated = [part for item in positional[0].elements for part in (constants.piece(known, receiver), item)][1:]
        return constants.joined([part for part in separated if constants.whole_text(part) != ""], span)
    values = [constants.constant(item) for item in positional]
    longest = max((len(item) for item in values if isinstance(item, str)), default=0)
    if (
        known is not None
        and len(known) * (1 + longest) <= constants.LONGEST
        and all(isinstance(item, (str, int)) for item in values)
    ):
        try:
            return constants.piece(str(getattr(known, name)(*values)), receiver, span)
        except (TypeError, ValueError):
            return None
    surely = known is not None or isinstance(receiver, EnvLookup) or constants.is_text(receiver)
    two_texts = [isinstance(item, str) for item in values] in ([True, True], [True, True, False])  # the third is a count
    only = (name == "replace" and two_texts) or (name in ("lower", "upper") and not positional)  # nothing else has that method
    likely = only and isinstance(receiver, (Reference, CallResult))
    return CallResult(f"str.{name}", (receiver, *positional), (), span) if surely or likely else None


def _is_filtered(value: Expression) -> bool:
    """Whether it is `filter(None, […])`: the elements that are true."""
    if not isinstance(value, CallResult) or value.callee != "filter" or len(value.positional) != 2:  # noqa: PLR2004  # its arguments
        return False
    test, elements = value.positional
    return isinstance(test, Literal) and test.value is None and isinstance(elements, Elements)


def _lookup(name: str, receiver: Items, positional: list[Expression], span: Span) -> Expression | None:
    if name == "copy" and not positional:
        return receiver
    key = constants.constant(positional[0]) if positional else None
    if name != "get" or not isinstance(key, str):
        return None
    known = dict(receiver.items).get(key)
    if known is not None:
        return known
    if not receiver.complete:
        return Unresolved("a mapping that cannot be read as a whole", span)
    return positional[1] if len(positional) > 1 else Literal(None, span)
