"""One line on a terminal that says how far a long scan is. In: counts. Out: a line on standard error that erases itself."""

from __future__ import annotations

import sys
from time import monotonic

DELAY = 1.0
"""Seconds before the line appears: a short scan shows nothing."""
INTERVAL = 0.1
"""Seconds between two updates."""


class Progress:
    """Shows nothing during the first second, and nothing at all unless `visible`; `contextlib.closing` makes it go away."""

    def __init__(self, *, visible: bool) -> None:
        self._visible = visible
        self._next = monotonic() + DELAY
        self._shown = False

    def update(self, done: int, total: int) -> None:
        """Say that `done` of `total` files have been looked at."""
        if not self._visible or monotonic() < self._next:
            return
        self._next = monotonic() + INTERVAL
        self._shown = True
        sys.stderr.write(f"\rreading {done} of {total} files\x1b[K")
        sys.stderr.flush()

    def close(self) -> None:
        """Erase the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
