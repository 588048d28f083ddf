"""Which modules hand a function that opens a pool to a framework, which calls it for each request?

In: `ClientHolding`s. Out: names of functions, and whether the text of a file may ask for one of them. Only such files are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit.catalog.request_handlers import TAKERS
from poolaudit.facts.client_holding import ClientHolding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.fact import Fact

MOST_FILES = 50
"""Modules that are read: one that asks is enough, the others tell nothing new."""


class Dependants:
    """Finds who asks for what functions open."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        holdings = (each for each in facts if isinstance(each, ClientHolding) and each.unasked)
        self.names = frozenset(each.scope.function for each in holdings)
        """Names of the functions."""
        self._left = MOST_FILES
        takers = "|".join(sorted({each.rpartition(".")[2] for each in TAKERS}))
        names = "|".join(map(re.escape, sorted(self.names)))
        text = rf"\b(?:{takers})\(\s{{0,20}}(?:dependency\s{{0,9}}=\s{{0,9}})?(?:\w{{1,80}}\.){{0,9}}(?:{names})\b"
        self._asks = re.compile(text.encode())

    def may_ask(self, data: bytes) -> bool:
        """Whether a file seems to ask for one of them."""
        found = self._left > 0 and self._asks.search(data) is not None
        self._left -= found
        return found
