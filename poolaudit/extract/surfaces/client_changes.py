"""Options that other code may change: a configuration that is handed to a function before a pool is made of it.

In: a constructor's call, what it is given, the module around. Out: reasons in the place of settings that nobody can tell.
Go hands configurations over by pointer: `opt(config)` for each of a caller's options, `tune(config)`. What is assigned after
such a call holds; what a function of unknown identity was handed may be overwritten by it, while a named one only adds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.handling import ONLY_READ
from poolaudit.facts.expression import CallResult, Items, Unresolved

if TYPE_CHECKING:
    from poolaudit.catalog.model import Constructor
    from poolaudit.extract.code.shape import Call
    from poolaudit.extract.surfaces.client_forms import Surroundings
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_UNKNOWN = "?"
"""How the callee is named where it is a variable, or a method of an unknown object."""

_LONGEST = 40
"""Characters of a function's name in a reason."""


def not_told(call: Call, constructor: Constructor, given: dict[str, Expression], around: Surroundings) -> dict[str, Expression]:
    """The settings that functions may have changed which were handed the configuration, each with the reason."""
    places = [call.span] if constructor.fields else [each.value.span for each in call.arguments if isinstance(each.value, Items)]
    takers = [each for each in around.of(call.scope) if each.span != call.span and _may_change(each, constructor, places)]
    if not takers:
        return {}
    settings = [each.name for each in constructor.parameters if each.field] + list(constructor.startup_arguments)
    unknown = [each for each in takers if each.callee.startswith(_UNKNOWN)]
    last = max((each.span.end for each in unknown), default=0)
    later = {name for name, at in around.fields(call) if at.span.offset > last}
    found: dict[str, Expression] = {}
    for name in settings:
        overwritten = unknown and name not in later
        if name not in given or overwritten:
            taker = unknown[-1] if overwritten else takers[-1]
            found[name] = Unresolved(f"`{_name(taker, around)}()` gets the configuration and may set it", taker.span)
    return found


def _name(taker: Call, around: Surroundings) -> str:
    return around.source.at(taker.span).partition("(")[0].strip()[-_LONGEST:]


def _may_change(taker: Call, constructor: Constructor, places: list[Span]) -> bool:
    """Whether a call hands on the configuration itself, to code that is neither the library nor only reads."""
    package = {each.rpartition(".")[0].rpartition("/v")[0] or each.rpartition(".")[0] for each in constructor.callees}
    if taker.callee.startswith((*package, *ONLY_READ)):
        return False
    return any(isinstance(each.value, (CallResult, Items)) and each.value.span in places for each in taker.arguments)
