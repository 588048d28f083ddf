"""What one alias is of which the code gives several, by conditions.

In: the aliases in the order in which the code gives them. Out: one alias: what they agree on, and the URL as a choice between
theirs by the conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.surfaces.django_alias import Alias, parts_of
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Literal, Unresolved

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression


def merged(choices: list[Alias]) -> Alias:
    """One alias of several that a condition chooses between: what they agree on holds, the rest is not known."""
    return choices[0] if len(choices) == 1 else _merged(choices)


def _merged(choices: list[Alias]) -> Alias:
    """One alias of several that a condition chooses between: what they agree on holds, the rest is not known."""
    last = choices[-1]
    settings = _agreed([choice.settings for choice in choices])
    url: Expression | None = last.url
    if any(not same(choice.url, last.url) for choice in choices):
        url = _decided_later(choices)
    reader = last.reader if all(choice.reader == last.reader for choice in choices) else ""
    return Alias(last.name, last.span, settings, url, reader)


def _decided_later(choices: list[Alias]) -> Expression:
    """The URL, or what it is made of, as a choice by the conditions, for whoever knows the environment."""
    why = Unresolved("which DATABASES holds depends on a condition", choices[-1].span)
    if any(choice.when is None for choice in choices[1:]):
        return why
    chosen: Expression = why
    for choice in choices:
        own = choice.url if choice.url is not None else parts_of(choice.settings)
        chosen = own if choice.when is None else CallResult("if", (choice.when, own, chosen), (("why", why),), choice.span)
    return chosen


def _agreed(choices: list[Items]) -> Items:
    last = choices[-1]
    names = dict.fromkeys(name for choice in choices for name, _ in choice.items)
    merged: list[tuple[str, Expression]] = []
    for name in names:
        values = [dict(choice.items).get(name) for choice in choices]
        inner = [value for value in values if isinstance(value, Items)]
        known = next(value for value in reversed(values) if value is not None)
        if len(inner) == len(values):
            merged.append((name, _agreed(inner)))
        elif all(same(value, known) for value in values):
            merged.append((name, known))
        else:
            merged.append((name, Unresolved("it depends on a condition", known.span)))
    return Items(tuple(merged), last.span, all(choice.complete for choice in choices))


def same(a: Expression | None, b: Expression | None) -> bool:
    """Whether two values surely are one."""
    if isinstance(a, Literal) and isinstance(b, Literal):
        return a.value == b.value and type(a.value) is type(b.value)
    if isinstance(a, EnvLookup) and isinstance(b, EnvLookup):
        return a.names == b.names and same(a.default, b.default)
    return a is None and b is None
