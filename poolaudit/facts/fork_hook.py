"""Code that takes care of forks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class ForkHook:
    """One word of a file that stands for doing something in each process after a fork, or for asking which process it is."""

    name: str
    """`post_fork`, `worker_process_init`, `getpid`."""
    span: Span
