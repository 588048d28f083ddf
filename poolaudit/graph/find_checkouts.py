"""Keeps the checkouts whose object surely is a pool. In: `ConnectionCheckout` facts and names. Out: `Checkout`s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Evidence, Origin
from poolaudit.graph.checkout import Checkout
from poolaudit.graph.context import context_of
from poolaudit.graph.find_holdings import is_one_shot
from poolaudit.graph.opened_by import opened_by
from poolaudit.graph.pinned_version import library_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.graph.site import Site


def find_checkouts(site: Site) -> Iterator[Checkout]:
    """Each of them, in the order of the facts."""
    for fact in site.checkouts:
        path = fact.span.path
        opened = opened_by(fact.origin, path, fact.language, site.names)
        taken = dict(opened.handling.checkouts).get(fact.call, ()) if opened is not None else ()
        if opened is None or fact.gives_back not in taken:
            continue
        library = library_named(opened.handling.library)
        opening = [Evidence(opened.span, Origin.WRITTEN, f"{fact.receiver} is opened")] if opened.span is not None else []
        yield Checkout(
            span=fact.span,
            symbol=f"{fact.module or path}:{fact.scope.function}:{fact.receiver}.{fact.call}",
            context=context_of(path),
            trail=(*opening, Evidence(fact.span, Origin.WRITTEN, f"{fact.receiver}.{fact.call} takes a connection")),
            library=library.title if library is not None else opened.handling.library,
            receiver=fact.receiver,
            call=fact.call,
            gives_back=fact.gives_back,
            one_shot=is_one_shot(path),
        )
