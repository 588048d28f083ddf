"""Functions of a module that open a pool anew for whoever calls them.

In: the calls of a Python module that open pools. Out: the calls of the functions around them, each with what it opens. A function
that keeps its pool, hands it to something else or has a decorator, which may be a cache, is none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.catalog.handling import Handling
    from poolaudit.catalog.model import Constructor
    from poolaudit.extract.code.shape import Call, CodeModule

    Opened = tuple[Call, Constructor, Handling]

_PASSING = frozenset({"returned", "method", "argument"})


def helper_calls(document: CodeModule, opened: Iterable[Opened]) -> Iterator[Opened]:
    """Each call of such a function in the same module, in written order."""
    helpers = {f"{document.module}.{each[0].scope.function}": each for each in opened if _opens_anew(*each)}
    for call in document.calls if helpers else ():
        found = helpers.get(call.callee)
        if found is not None:
            yield (call, *found[1:])


def _opens_anew(call: Call, constructor: Constructor, handling: Handling) -> bool:
    scope, around = call.scope, call.around
    if constructor.kind == "connection" or not scope.function or scope.class_name or scope.decorators or around.conditional:
        return False
    uses = [each for each in around.uses or () if not (each.how == "method" and each.name in handling.closers)]
    return any(each.how == "returned" for each in uses) and all(each.how in _PASSING for each in uses)
