"""Whether loading a Python module opens connections that then stay open. In: a call and its `CodeModule`. Out: what does it.

Sure is only what stands in the module itself, in no branch and no function: a constructor that connects at once, or a use of an
engine that connects lazily; and not where the module closes it afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.forking import CONNECT_AT_ONCE, NOT_AT_ONCE, TAKERS, USES
from poolaudit.facts.expression import CallResult, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.handling import Handling
    from poolaudit.extract.code.shape import Call, CodeModule


def connecting_call(call: Call, handling: Handling, module: CodeModule) -> Call | None:
    """The call that surely opens a connection while the module is loaded, the last one; None when none surely does."""
    around = call.around
    if module.language != "python" or around.functions or call.scope.class_name or around.conditional:
        return None
    if any(each.how == "managed" for each in around.uses or ()):
        return None
    names = {each.name for each in around.uses or () if each.how == "stored"}
    if not names:
        return None
    found: Call | None = call if _connects_at_once(call) else None
    engine = handling.library == "sqlalchemy" and "asyncio" not in call.callee  # nothing can be awaited in a module
    for each in _of_module(module):
        owner, _, method = each.callee.rpartition(".")
        if each.receiver in names and owner == f"{call.callee}()":
            if method in handling.closers:
                found = None
            elif method in USES and engine and not each.around.conditional:
                found = each
        elif method in TAKERS and engine and _is_given(each, call) and not each.around.conditional:
            found = each
    return found


def _connects_at_once(call: Call) -> bool:
    known = CONNECT_AT_ONCE.get(call.callee)
    if known is None or not call.complete:
        return False
    position, keywords, default = known
    later = call.keyword(NOT_AT_ONCE)
    if later is not None and keywords and not (isinstance(later.value, Literal) and later.value.value is True):
        return False
    given = next((found for name in keywords if (found := call.keyword(name)) is not None), None)
    given = given or (call.positional(position) if position >= 0 else None)
    if given is None:
        return default > 0
    return isinstance(given.value, Literal) and isinstance(given.value.value, int) and given.value.value > 0


def _of_module(module: CodeModule) -> Iterator[Call]:
    """The calls that stand in no function and no class, in written order."""
    return (each for each in module.calls if not each.scope.function and not each.scope.class_name)


def _is_given(taker: Call, opened: Call) -> bool:
    return any(isinstance(each.value, CallResult) and each.value.span == opened.span for each in taker.arguments)
