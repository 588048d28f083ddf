"""Which files `client_calls` reads: those that name a library of the catalog.

Apart from it, because what the whole catalog says is kept from run to run, and a scan loads the libraries that it meets.
"""

from __future__ import annotations

from poolaudit.catalog.languages import FAMILIES, family
from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.surfaces.client_calls import extract
from poolaudit.extract.surfaces.python_imports import may_connect


def _languages() -> tuple[str, ...]:
    own = {client.language for client in clients().values()}
    return tuple(sorted(own | {language for language, other in FAMILIES.items() if other in own}))


def _triggers() -> dict[str, tuple[str, ...]]:
    """What each library says, or the first part of each callee: a module without any of them cannot open a connection.

    By language, with those of a language that shares the libraries.
    """
    found: dict[str, set[str]] = {}
    for client in clients().values():
        callees = (callee for each in client.constructors for callee in each.callees)
        words = client.triggers or (callee.partition(".")[0].lower() for callee in callees)
        found.setdefault(client.language, set()).update(words)
    return {language: tuple(sorted(found[family(language)])) for language in _languages()}


_WORDS = _triggers()
SURFACE = Surface(
    name="client_calls",
    formats=_languages(),
    extract=extract,
    triggers=tuple(sorted({word for words in _WORDS.values() for word in words})),
    triggers_of=_WORDS,
    concerns=may_connect,
)
