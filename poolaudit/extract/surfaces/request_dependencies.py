"""Functions that routes depend on, in the modules of the routes. In: a `CodeModule` and names. Out: `RequestFunction`s.

Made anew for the functions that a scan has found to open a pool; a module says nothing here by itself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from poolaudit.catalog.request_handlers import TAKERS
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.facts.expression import Reference
from poolaudit.facts.request_function import RequestFunction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document


def request_dependencies(names: frozenset[str]) -> Surface:
    """The reader for dependencies whose names end so."""
    return Surface(name="request_dependencies", formats=("python",), extract=partial(_extract, names))


def _extract(names: frozenset[str], source: Source, document: Document) -> Iterator[RequestFunction]:  # noqa: ARG001  # as every surface
    if not isinstance(document, CodeModule):
        return
    for call in document.calls:
        if call.callee in TAKERS:
            given = next((each.value for each in call.arguments if each.name in (None, "", "dependency")), None)
            if isinstance(given, Reference) and given.name.rpartition(".")[2] in names:
                yield RequestFunction(given.name, f"{call.callee.rpartition('.')[2]}(…)", call.span)
