"""Look-ups through an object that another module makes: `from .base import env`, then `env.int("POOL_SIZE", default=5)`.

In: a `CallResult` whose callee is such an object or a method of it, and the names of the tree. Out: the same call under the name
by which the catalog knows it, with the default that the object itself has for the variable.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.env_readers import PREFIX_KEYWORDS, SCHEMES
from poolaudit.facts.expression import CallResult, Elements, Literal

if TYPE_CHECKING:
    from collections.abc import Container

    from poolaudit.facts.expression import Expression
    from poolaudit.graph.names import Names


def known_read(call: CallResult, names: Names, readers: Container[str]) -> CallResult | None:
    """The call of a reader of the catalog that it is; None where the object is another one, or has a prefix for its names."""
    owner, dot, method = call.callee.rpartition(".")
    heads = [(call.callee, "")]
    if dot and owner:
        heads.append((owner, f".{method}"))
    for head, rest in heads:
        made = names.find(head, call.span.path)
        if not isinstance(made, CallResult) or f"{made.callee}(){rest}" not in readers:
            continue
        given = dict(made.keywords)
        if PREFIX_KEYWORDS.get(made.callee, "") in given:
            return None
        default = _default(made, call)
        keywords = call.keywords if default is None else (*call.keywords, ("default", default))
        return replace(call, callee=f"{made.callee}(){rest}", keywords=keywords)
    return None


def _default(made: CallResult, call: CallResult) -> Expression | None:
    """The default of the variable in `environ.Env(POOL_SIZE=(int, 5))`, for a look-up that names none."""
    name = call.positional[0] if call.positional else None
    if made.callee not in SCHEMES or not isinstance(name, Literal) or "default" in dict(call.keywords):
        return None
    scheme = next((value for key, value in made.keywords if key == name.value), None)
    return scheme.elements[1] if isinstance(scheme, Elements) and len(scheme.elements) > 1 else None
