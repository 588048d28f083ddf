"""The processes that read a large tree for the command line. In: how many. Out: an executor that starts them when first used."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import ProcessPoolExecutor

    from poolaudit.spread import Executor

MOST = 8
"""Processes that are started at most when nobody says how many: each one takes up to 150 MB."""


@contextmanager
def processes(jobs: int | None) -> Iterator[Executor | None]:
    """Something that runs functions in `jobs` processes (None: one per processor) until the end; None where one is enough."""
    jobs = jobs or processors()
    if jobs == 1:
        yield None
        return
    pool = _Processes(jobs)
    try:
        yield pool
    finally:
        pool.close()


class _Processes:
    """Starts nothing until something is to be run."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[Any], Any], arguments: Iterable[Any], /) -> Iterator[Any]:
        """Call `function` with each of `arguments`; results in their order."""
        if self._pool is None:
            self._pool = _pool(self._jobs)
        return self._pool.map(function, arguments)

    def close(self) -> None:
        """End the processes; what they have not begun is not done."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def processors() -> int:
    """Processors that this process may use, as far as the system says it, and no more than `MOST`."""
    if hasattr(os, "sched_getaffinity"):
        return min(MOST, len(os.sched_getaffinity(0)))
    return min(MOST, os.cpu_count() or 1)


def _pool(jobs: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # small trees are read without
    from multiprocessing import get_context  # noqa: PLC0415

    # A fork starts at once with all that is loaded here, and is safe where no thread runs; libraries of macOS start some.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the first one answers it, and ends the others."""
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
