"""How code holds the clients that it opens for each request, for its module or for one call.

In: a `CodeModule`. Out: `ClientHolding`s. Only in languages whose values are followed, and for clients that the catalog says how
to handle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.forking import CONNECT_AT_ONCE
from poolaudit.catalog.handling import HANDLING, TRIGGERS
from poolaudit.catalog.languages import FAMILIES, family
from poolaudit.catalog.libraries import constructors
from poolaudit.catalog.request_handlers import BORROWERS, USE_UP
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import UNKNOWN, CodeModule
from poolaudit.extract.surfaces.client_connects import connecting_call
from poolaudit.extract.surfaces.pool_helpers import helper_calls
from poolaudit.extract.surfaces.python_imports import may_connect
from poolaudit.extract.surfaces.request_functions import handler_of, is_loaded_by_framework
from poolaudit.facts.client_holding import ClientHolding
from poolaudit.facts.expression import CallResult, Items, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.handling import Handling
    from poolaudit.catalog.model import Constructor
    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Call, Use

_LOST = ("dropped", "closed-sometimes")
_OPENERS: dict[str, Handling] = {name: each for each in HANDLING for name in each.names}


def extract(source: Source, document: Document) -> Iterator[ClientHolding]:
    """Each call that opens a client for each request or for the module, or a pool that its function keeps; in written order.

    So too an object whose settings stand in another file, as Prisma's do in its schema.
    """
    if not isinstance(document, CodeModule):
        return
    opened = list(_opened(document))
    helped = helper_calls(document, opened) if document.language == "python" else ()
    for call, constructor, handling in (*opened, *helped):
        found = _holding(call, constructor, handling, source.path, document)
        elsewhere = bool(constructor.needs) and family(document.language) == "javascript"  # no other fact tells of it
        if found.handler or found.at_module or found.retried or found.private or found.unasked or elsewhere:
            yield found


def _opened(document: CodeModule) -> Iterator[tuple[Call, Constructor, Handling]]:
    """Each call that opens a client which the catalog says how to handle."""
    known = constructors(document.language)
    for call in document.calls:
        any_module = f"*.{call.callee.rpartition('.')[2]}"
        entry = known.get(call.callee) or known.get(any_module)
        handling = _OPENERS.get(call.callee) or _OPENERS.get(any_module)
        if entry is not None and handling is not None and handling.library == entry[0].name:
            yield call, entry[1], handling


def _holding(call: Call, constructor: Constructor, handling: Handling, path: str, document: CodeModule) -> ClientHolding:
    around = call.around
    uses = around.uses or ()
    stored = [each for each in uses if each.how == "stored"]
    in_class = bool(call.scope.class_name) and not around.functions
    loaded = not around.functions and not in_class
    connecting = connecting_call(call, handling, document) if loaded else None
    handler = handler_of(call, path, document)
    held = _held(around.uses, handling.closers)
    in_name = len(around.functions) == 1 and any(each.name and "." not in each.name for each in stored)
    return ClientHolding(
        library=handling.library,
        kind=constructor.kind,
        call=constructor.callees[0],
        span=call.span,
        scope=call.scope,
        module=document.module,
        language=document.language,
        handler=handler,
        held=held,
        private=constructor.kind in ("pool", "engine") and _is_private(call, document),
        at_module=loaded or in_name,
        loaded=loaded,
        conditional=around.conditional,
        guarded=any("." in each.name for each in stored) or any(each.how == "alternative" for each in uses),
        shared=any(each.how in ("exported", "argument") for each in uses) or is_loaded_by_framework(path),
        edge=_runtime(document),
        connects=(connecting.callee if connecting is call else _written(connecting)) if connecting is not None else "",
        unasked=not handler and held in _LOST and constructor.kind in ("pool", "engine") and _is_plain(call, document),
        retried=around.retried if constructor.kind == "connection" or call.callee in CONNECT_AT_ONCE else "",
        connects_at=connecting.span if connecting is not None else None,
        through=_through(call, constructor),
    )


def _is_plain(call: Call, document: CodeModule) -> bool:
    """Whether a call stands in a function of a Python module, with nothing around it that may keep the result."""
    scope = call.scope
    return (
        document.language == "python" and scope.function.isidentifier() and not scope.decorators and not call.around.conditional
    )


def _through(call: Call, constructor: Constructor) -> str:
    """What makes the ready pool, or the adapter, that the call is given."""
    given = [(each.name, each.value) for each in call.arguments]
    given += [item for each in call.arguments if isinstance(each.value, Items) for item in each.value.items]
    value = next((value for name, value in given if name in constructor.ready_pool), None)
    if value is None or (isinstance(value, Literal) and value.value is None):
        return ""
    return value.callee if isinstance(value, CallResult) else UNKNOWN


def _held(uses: tuple[Use, ...] | None, closers: tuple[str, ...]) -> str:
    if uses is None:
        return ""
    closing = [each for each in uses if each.how == "managed" or (each.how == "method" and each.name in closers)]
    if closing:
        return "closed" if any(each.always for each in closing) else "closed-sometimes"
    if any(each.how in ("stored", "returned", "exported", "alternative") for each in uses):
        return "kept"
    handed = any(each.how == "argument" and each.name not in BORROWERS for each in uses)
    return "handed" if handed else "dropped"


def _is_private(call: Call, document: CodeModule) -> bool:
    """Whether surely nobody but the function around a call uses what it gives; functions inside of that one may outlive it.

    Only in Python, where a call tells the function inside of which it stands.
    """
    uses, inside = call.around.uses or (), f"{call.scope.function}."
    nested = any(each.scope.function.startswith(inside) for each in document.calls)
    return document.language == "python" and bool(uses) and not nested and all(map(_is_own, uses))


def _is_own(use: Use) -> bool:
    """Whether a use leaves the client with the function: a method, a `with`, or a call that keeps nothing of it."""
    if use.how == "argument":
        return use.name.rpartition(".")[2] in USE_UP
    return use.how in ("managed", "method", "left")


def _written(call: Call) -> str:
    """A method with what it is called on as written: `engine.connect`."""
    last = call.callee.rpartition(".")[2]
    return f"{call.receiver}.{last}" if call.receiver else last


def _runtime(document: CodeModule) -> str:
    """What the module's own constant `runtime` says."""
    for each in document.assignments:
        if each.target == "runtime" and not each.scope.function and isinstance(each.value, Literal):
            return each.value.value if isinstance(each.value.value, str) else ""
    return ""


_WORDS = {
    language: TRIGGERS[family(language)]
    for language in sorted({*TRIGGERS, *(each for each in FAMILIES if family(each) in TRIGGERS)})
}
SURFACE = Surface(
    name="client_holdings",
    formats=tuple(_WORDS),
    extract=extract,
    triggers=tuple(sorted({word for words in _WORDS.values() for word in words})),
    triggers_of=_WORDS,
    concerns=may_connect,
)
