"""Parameters that code puts into the query of a URL: `url.searchParams.set("connection_limit", "5")`.

In: the bound URL, or none for a query by itself, and the bound parameters. Out: the `Bound` text with them, each character still
knowing where it stands. A parameter that is not known stays in the text under its name, without a value that anybody could read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.graph.text import Piece, Text
from poolaudit.graph.text_methods import between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.span import Span
    from poolaudit.graph.bound import Bound

_SIGNS = frozenset("&#?=% ")
"""Characters of a value that a query does not hold as they are."""


def with_query(base: Bound | None, parameters: Iterable[tuple[str, Bound]], unknown: Bound) -> Bound:
    """The URL with parameters; a parameter that it had is replaced."""
    pairs = tuple(parameters)
    pieces: list[Piece] = []
    if base is not None:
        whole = base.text or Text((Piece("${UNKNOWN}", base.span, known=False),))
        pieces += _without(whole, {name for name, _ in pairs}).pieces
    for name, bound in pairs:
        if bound.is_scalar and bound.scalar is None and not bound.assumed:
            continue  # taken away
        before = "".join(piece.text for piece in pieces)
        sign = "" if not pieces else "&" if "?" in before and not before.endswith("?") else "" if before.endswith("?") else "?"
        pieces += (Piece(f"{sign}{name}=", bound.span), *_value(bound))
    parts = (*((base,) if base is not None else ()), *(bound for _, bound in pairs))
    return replace(
        unknown,
        text=Text(tuple(pieces)) if pieces else None,
        steps=tuple(dict.fromkeys(step for part in parts for step in part.steps)),
        why=base.why if base is not None else "",
        assumed=any(part.assumed for part in parts),
    )


def query_of(text: Text, reading: str) -> tuple[str, int] | None:
    """The query of a URL whose beginning is not known, behind the beginning `reading`; the offset of its first character.

    None where nothing is known of the query, or where the beginning is.
    """
    value, first = text.value, text.pieces[0]
    start = value.find("?", len(first.text))
    return (
        (reading + value[start:], start - len(reading)) if not first.known and start >= 0 and "://" not in value[:start] else None
    )


def _value(bound: Bound) -> tuple[Piece, ...]:
    if bound.text is not None and not bound.text.known and not _SIGNS & set(bound.text.value):
        return bound.text.pieces
    shown = str(bound.scalar) if bound.is_scalar and bound.scalar is not None else None
    if isinstance(bound.scalar, bool):
        shown = "true" if bound.scalar else "false"
    if bound.text is not None and bound.text.known:
        shown = bound.text.value
    span: Span = bound.text.pieces[0].span if bound.text is not None else bound.span
    return (Piece("${UNKNOWN}", span, known=False) if shown is None or _SIGNS & set(shown) else Piece(shown, span),)


def _without(text: Text, names: set[str]) -> Text:
    """The URL without the parameters that are set anew."""
    value = text.value
    at = value.find("?")
    if at < 0:
        return text
    kept: list[Piece] = list(between(text, 0, at).pieces)
    sign = "?"
    for found in re.finditer(r"[^&?]+", value[at:]):
        if found.group().partition("=")[0] not in names:
            part = between(text, at + found.start(), at + found.end()).pieces
            kept += (Piece(sign, part[0].span), *part)
            sign = "&"
    return Text(tuple(kept))
