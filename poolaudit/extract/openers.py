"""Which modules open a pool by calling a function of another one that needs nothing from them?

In: the facts of a scan. Out: names of such functions, and whether the text of a file may call one of them where it runs by
itself: in Alembic's `env.py`, in a task of Celery. Only such files are read; elsewhere the pool is the one of the function.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit.catalog.alembic_config import ENVIRONMENT
from poolaudit.facts.client_pool import ClientPool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.fact import Fact

_TASK = rb"@(?:\w{1,60}\.){0,3}(?:task|shared_task)\b"
_MOST = 100
"""Modules that are read."""


class Openers:
    """Finds who calls functions that open pools by themselves."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        pools = [each for each in facts if isinstance(each, ClientPool) and each.span.path.endswith(".py")]
        self.names = frozenset(each.scope.function.rpartition(".")[2] for each in pools if each.scope.function)
        """Last parts of the names of the functions."""
        self._own = {each.span.path for each in pools}
        self._left = _MOST
        names = b"|".join(re.escape(name.encode()) for name in sorted(self.names))
        self._called = re.compile(rb"(?<!\w)(?:" + names + rb")\s{0,20}\(") if self.names else None
        self._task = re.compile(_TASK)

    def may_open(self, path: str, data: bytes) -> bool:
        """Whether a file seems to call one of them on its own account."""
        if self._called is None or self._left <= 0 or path in self._own:
            return False
        alone = (
            b"alembic" in data if path.rpartition("/")[2] == ENVIRONMENT else b"task" in data and bool(self._task.search(data))
        )
        found = alone and self._called.search(data) is not None
        self._left -= found
        return found
