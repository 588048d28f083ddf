"""Entries of mappings that code of another file makes: `load()["host"]`.

In: the mapping as an expression, a key. Out: the expression of the entry; of a choice between mappings, the same choice between
their entries.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.django_backends import PARTS
from poolaudit.facts.expression import CallResult, Items, Unresolved

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_SWITCH = "ENGINE"
"""The key that tells settings of Django from any other mapping."""


def entry(whole: Expression, key: str, span: Span) -> Expression:
    """What stands under a key; not known where the mapping is not, or is not known as a whole."""
    if isinstance(whole, Items):
        return dict(whole.items).get(key) or Unresolved(f"no key `{key}` is written", span)
    if isinstance(whole, CallResult) and whole.callee == "if":
        condition, yes, no = whole.positional
        return replace(whole, positional=(condition, entry(yes, key, span), entry(no, key, span)))
    return Unresolved(whole.why if isinstance(whole, Unresolved) else f"a mapping whose key `{key}` cannot be told", span)


def parts_of(items: Items) -> tuple[tuple[str, Expression], ...]:
    """The parts of a connection in a mapping, under libpq's names: those of Django by its own names, without its options."""
    if all(name != _SWITCH for name, _ in items.items):
        return items.items
    return tuple((PARTS[name], value) for name, value in items.items if name in PARTS)
