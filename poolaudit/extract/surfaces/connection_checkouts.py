"""Connections that are given back to their pool only when nothing fails. In: a `CodeModule`. Out: `ConnectionCheckout`s.

A connection is lost when something that works with it may raise, and neither `finally` nor a handler gives it back: it is given
back in the same `try` that the failure leaves, or in none. In Go it is lost by a `return` that is reached before. Whether the
object really is a pool, the graph finds out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.handling import HANDLING
from poolaudit.catalog.languages import family
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import UNKNOWN, CodeModule
from poolaudit.facts.connection_checkout import ConnectionCheckout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Call, Use

_LANGUAGES = ("go", "javascript", "python", "typescript")
"""Languages in which any call may raise, and Go, where a call that fails makes the function return."""
_TAKES: dict[str, frozenset[str]] = {
    method: frozenset(name for each in HANDLING for other, names in each.checkouts if other == method for name in names)
    for handling in HANDLING
    if handling.language in _LANGUAGES
    for method, _ in handling.checkouts
}
"""Method that takes a connection → methods that give it back."""
_COMMON = frozenset({"close(", "destroy(", "Close(", "Hijack("})
"""Methods that far more objects have than connections, or that stand beside another one of these."""


def extract(source: Source, document: Document) -> Iterator[ConnectionCheckout]:
    """Each of them, in written order."""
    del source
    if not isinstance(document, CodeModule):
        return
    for call in document.calls:
        origin, _, method = call.callee.rpartition(".")
        if method not in _TAKES or origin in ("", UNKNOWN):
            continue
        lost = _lost_by(call, _TAKES[method], document.language)
        if lost:
            place = (call.span, origin, call.receiver, method, lost)
            yield ConnectionCheckout(*place, call.scope, document.module, document.language)


def _lost_by(call: Call, giving: frozenset[str], language: str) -> str:
    """The method that fails to give the connection back when something raises; empty when nothing is surely lost."""
    uses = call.around.uses or ()
    if any(each.how in ("managed", "stored", "returned", "exported", "alternative") for each in uses):
        return ""
    back = [each for each in uses if each.name.rpartition(".")[2] in giving]
    work = [each for each in uses if each.how == "method" and each not in back]
    handed = any(each.how == "argument" and each not in back for each in uses)
    if not back or handed or any(each.on_error for each in back):
        return ""
    if language == "go":
        left = [each for each in uses if each.how == "left" and giving.isdisjoint(each.name.split())]
        return back[0].name.rpartition(".")[2] if left and work else ""
    return back[0].name.rpartition(".")[2] if any(_escapes(each, back) for each in work) else ""


def _escapes(use: Use, back: list[Use]) -> bool:
    """Whether an exception there leaves the code past everything that gives the connection back."""
    return not use.tries or all(use.tries[0] in each.tries for each in back)


def _concerns(source: Source) -> bool:
    return any(f".{method}(" in source.text for method in _TAKES)


_WORDS = {
    language: tuple(
        sorted(
            {
                f"{name}("
                for each in HANDLING
                if each.language == family(language)
                for _, names in each.checkouts
                for name in names
            }
            - _COMMON
        )
    )
    for language in _LANGUAGES
}
SURFACE = Surface(
    name="connection_checkouts",
    formats=_LANGUAGES,
    extract=extract,
    triggers=tuple(sorted({word for words in _WORDS.values() for word in words})),
    triggers_of=_WORDS,
    concerns=_concerns,
    self_contained=True,
)
