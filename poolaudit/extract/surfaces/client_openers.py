"""Calls that stand for arguments of a constructor: `postgres.Open(dsn)` of GORM, options that are taken from flags.

In: such a call and the table of the constructor. Out: arguments by their names, put into a mapping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.surfaces.client_arguments import spread
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Literal

if TYPE_CHECKING:
    from poolaudit.catalog.model import Constructor
    from poolaudit.facts.expression import Expression


def opened(opener: CallResult, openers: dict[str, tuple[str, ...]], given: dict[str, Expression]) -> bool:
    """Arguments of a call that stands for arguments, and of such calls inside of it."""
    names, complete, position = openers[opener.callee], True, 0
    for name, value in opener.keywords:
        spread(name, value, given)
    for value in opener.positional:
        if isinstance(value, Items):
            complete = merge(value, given) and complete
        elif isinstance(value, CallResult) and value.callee in openers:
            complete = opened(value, openers, given) and complete
        else:
            if position < len(names) and names[position]:
                spread(names[position], value, given)
            position += 1
    return complete


def merge(items: Items, given: dict[str, Expression]) -> bool:
    """Put the entries of a mapping under their names; whether it is read wholly."""
    for name, value in items.items:
        spread(name, value, given)
    return items.complete


def read_by_opener(opener: CallResult, constructor: Constructor, given: dict[str, Expression]) -> None:
    """Put the variables that an opener reads under the names of what they set."""
    for variable, name, default in constructor.opener_environment:
        given.setdefault(name, EnvLookup((variable,), opener.span, Literal(default, opener.span)))
