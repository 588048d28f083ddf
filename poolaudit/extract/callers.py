"""Which modules call the functions that open pools from their parameters?

In: `PoolFunction`s, then the `PoolCall`s that were found. Out: names of functions, and whether a file may call one of them. Only
such files are read, and only when a repository has such functions; what their callers decide is asked for once more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit.facts.pool_function import PoolCall, PoolFunction, composed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.fact import Fact

ROUNDS = 2
"""Functions around functions that are followed."""
MOST_FILES = 200
"""Modules that are read for calls."""


class Callers:
    """Finds the callers of functions, and of the functions around those calls."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._left = MOST_FILES
        self._follow(each for each in facts if isinstance(each, PoolFunction))

    def _follow(self, functions: Iterable[PoolFunction]) -> None:
        self._functions = tuple(functions)
        self.names = frozenset(name.rpartition(".")[2] for each in self._functions for name in each.names)
        """Last parts of the names of the functions whose calls are to be found."""
        self._words = tuple(name.encode() for name in sorted(self.names))
        called = b"|".join(map(re.escape, self._words))
        self._imports = tuple(
            sorted({text.encode() for each in self._functions for name in each.names for text in _imports(name)})
        )
        self._called = re.compile(rb"(?<!\w)(?:" + called + rb")(?:\s{0,20}\(|\s{1,20}as\b)")

    def may_call(self, path: str, data: bytes) -> bool:
        """Whether a file seems to call one of them, or imports it by another name."""
        if self._left <= 0 or not any(word in data for word in self._words):
            return False
        if all(each.span.path != path for each in self._functions) and not any(text in data for text in self._imports):
            return False
        found = self._called.search(data) is not None
        self._left -= found
        return found

    def found(self, facts: Iterable[Fact]) -> bool:
        """Take the calls; whether functions around them are to be followed in their turn."""
        calls = [each for each in facts if isinstance(each, PoolCall) and each.outer]
        self._follow(
            made
            for each in self._functions
            for call in calls
            if _is_call_of(call.callee, each.names) and (made := composed(each, call)).deciding
        )
        return bool(self._functions)


def _imports(name: str) -> Iterator[str]:
    """Text of which some stands in every other file that imports a function, its class or its module."""
    *packages, module = name.replace("()", "").split(".")[:-1] or [""]
    if packages and module[:1].isupper():
        *packages, module = packages  # the method of a class
    yield from (f"from {module} import", f"import {module}", f" .{module} import", f"..{module} import", ". import")
    if packages:
        yield f"{packages[-1]}.{module}"
        yield from (f"{each} import" for each in packages)


def _is_call_of(callee: str, names: Iterable[str]) -> bool:
    """Whether a call seems to be one of a function, by the last part of its name."""
    last = callee.rpartition(".")[2]
    return any(name.rpartition(".")[2] == last for name in names)
