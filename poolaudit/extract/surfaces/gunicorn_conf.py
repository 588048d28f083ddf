"""Configuration files of gunicorn, which are Python modules. In: a `CodeModule`. Out: a `NamedValue` for each of its settings.

Meaning: https://gunicorn.org/configure (read 2026-11-21): module names are settings.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.facts.expression import Unresolved
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

NAMES = frozenset({"workers", "threads", "worker_class", "preload_app", "timeout"})


def extract(_source: Source, document: Document) -> Iterator[NamedValue]:
    """Each setting of the module; one that is assigned twice is not known."""
    if not isinstance(document, CodeModule):
        return
    found = [
        each for each in document.assignments if each.target in NAMES and not each.scope.function and not each.scope.class_name
    ]
    counts = Counter(each.target for each in found)
    for each in found:
        once = counts[each.target] == 1
        value = each.value if once else Unresolved(f"{each.target} is assigned more than once", each.span)
        yield NamedValue(f"{document.module}.{each.target}", value, each.span)


SURFACE = Surface(
    name="gunicorn_conf",
    formats=("python",),
    extract=extract,
    globs=("*gunicorn*.py",),
    triggers=tuple(sorted(NAMES)),
)
