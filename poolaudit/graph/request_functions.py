"""Whether a function that opens a pool is called for each request. In: a `ClientHolding` and who asks. Out: a setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.client_holding import ClientHolding
    from poolaudit.facts.request_function import RequestFunction

_CALLED = "is called for each request"


def per_request(fact: ClientHolding, asked: Iterable[RequestFunction]) -> Setting[bool]:
    """Whether the function around it surely is: by what stands at the function, or by a route that asks for it."""
    named = fact.scope.function.isidentifier() or "." in fact.scope.function
    name = fact.scope.function if named else "the function around it"
    if fact.handler:
        return Setting.derived(True, f"{name} {_CALLED}", fact.handler)
    found = asker(fact, asked)
    if found is not None:
        asking = Setting.written(name, found.span, found.how)
        return Setting.derived(True, f"{name} {_CALLED}", "", asking)
    return Setting.unresolved(f"nothing says when {name} is called", fact.span, _CALLED)


def asker(fact: ClientHolding, asked: Iterable[RequestFunction]) -> RequestFunction | None:
    """The first place that asks for what the function gives."""
    if not fact.unasked:
        return None
    return next((each for each in asked if each.means(fact.scope.function, fact.span.path)), None)
