"""What opened the object that a piece of code works with.

In: the resolved name of an object, `pg.Pool()` or `app.db.pool`, and the file that uses it. Out: how the catalog says that such
an object is handled, and the call that opened it, where the repository shows it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from poolaudit.catalog.handling import HANDLING
from poolaudit.catalog.languages import family
from poolaudit.facts.expression import CallResult, Reference
from poolaudit.facts.function import FUNCTION

if TYPE_CHECKING:
    from poolaudit.catalog.handling import Handling
    from poolaudit.facts.span import Span
    from poolaudit.graph.names import Names

_STEPS = 8
"""Names followed from one object to what opened it."""


class Opened(NamedTuple):
    """An object that the catalog knows."""

    handling: Handling
    span: Span | None
    """The call that opened it; None where only its declared class, or this very file, tells."""
    asked: Span | None = None
    """The call of a function of the repository that opened it there."""


def opened_by(origin: str, path: str, language: str, names: Names) -> Opened | None:
    """What the object is; None for one that is no client, or is not known."""
    span: Span | None = None
    asked: Span | None = None
    seen: set[str] = set()
    while origin and origin not in seen and len(seen) < _STEPS:
        seen.add(origin)
        known = handled(origin.removesuffix("()"), language) if origin.endswith("()") else None
        if known is not None:
            return Opened(known, span, asked)
        value = names.find(origin, path)
        if isinstance(value, CallResult) and value.callee == FUNCTION:
            value, asked = value.positional[0], span
        if isinstance(value, CallResult):
            origin, path, span = f"{value.callee}()", value.span.path, value.span
        elif isinstance(value, Reference):
            origin, path = value.name, value.span.path
        else:
            return None
    return None


def handled(name: str, language: str) -> Handling | None:
    """How the catalog says that what a call of this name gives is handled."""
    table = _handlings(family(language))
    return table.get(name) or table.get(f"*.{name.rpartition('.')[2]}")


@cache
def _handlings(language: str) -> dict[str, Handling]:
    found: dict[str, Handling] = {}
    for each in HANDLING:
        if each.language == language:
            found.update(dict.fromkeys(each.names, each))
    return found
