"""Objects that hold arguments and are filled before they are passed: `config.setMaxTotal(20); new JedisPool(config, host, port)`.

In: what a call is passed by position, the calls around it. Out: the positions that are left, the setters of such objects, and
whether all of them are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.expression import CallResult, Reference, Unresolved

if TYPE_CHECKING:
    from poolaudit.catalog.model import Constructor
    from poolaudit.extract.code.shape import Call
    from poolaudit.extract.surfaces.client_forms import Surroundings
    from poolaudit.facts.expression import Expression

_HOLDERS = ("config", "configuration", "settings", "options", "builder", "build")
"""Ends of names of what gives an object that holds arguments."""


def held(
    plain: list[Expression], call: Call, constructor: Constructor, around: Surroundings
) -> tuple[list[Expression], list[Call], bool]:
    """Positions that hold no such object (one that gives the address apart), what fills them, and whether all are known."""
    openers = dict(constructor.openers)
    steps: list[Call] = []
    left: list[Expression] = []
    complete = placed = True
    for value in plain:
        root = value.callee.partition("()")[0] if isinstance(value, CallResult) else ""
        if openers.get(root) == ():
            found = _steps(root, value, call, around)
            complete = complete and found is not None
            steps += found or []
        elif root in openers:
            left.append(value)
        elif _may_hold(value):
            complete = False
            placed = placed and not isinstance(value, Unresolved)
        elif placed:
            left.append(value)
    return left, steps, complete


def _steps(root: str, value: Expression, call: Call, around: Surroundings) -> list[Call] | None:
    """What is called on an object of the function; None where it is not known on which of several."""
    near = list(around.of(call.scope))
    made = [each for each in near if each.callee == root]
    called = [each for each in near if each.callee.startswith(f"{root}().")]
    if len(made) == 1:
        return called
    name = next((each.scope.assigned_to for each in made if each.span == value.span), "")
    return [each for each in called if each.receiver == name] if name else None


def _may_hold(value: Expression) -> bool:
    """Whether a value may be such an object: one that is not known, or one that is called so."""
    name = value.callee if isinstance(value, CallResult) else value.name if isinstance(value, Reference) else ""
    last = name.rpartition(".")[2].lower()
    return isinstance(value, Unresolved) or any(last.endswith(word) for word in _HOLDERS)
