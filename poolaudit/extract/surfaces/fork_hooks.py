"""Files that take care of forks. In: any Python. Out: a `ForkHook` for each word of the catalog that stands in it.

Whether the code behind the word is right is not looked at: where somebody thought of forks, nothing is sure any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.forking import HOOKS
from poolaudit.extract.base import Surface
from poolaudit.facts.fork_hook import ForkHook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document


def extract(source: Source, _document: Document) -> Iterator[ForkHook]:
    """The first place of each word."""
    for word in HOOKS:
        at = source.text.find(word)
        if at >= 0:
            yield ForkHook(word, source.span(at, at + len(word)))


SURFACE = Surface(name="fork_hooks", formats=("python",), extract=extract, triggers=tuple(sorted(HOOKS)), self_contained=True)
