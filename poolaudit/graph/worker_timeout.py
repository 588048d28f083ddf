"""After what time a server kills a worker that is busy with one request. In: a program with its `Options`. Out: seconds.

gunicorn's `timeout` does so for sync workers; with several threads, or another worker class, it only watches the worker's loop
(https://gunicorn.org/reference/settings/#timeout, https://gunicorn.org/reference/settings/#threads, 23.0, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting
from poolaudit.facts.units import Seconds

if TYPE_CHECKING:
    from poolaudit.graph.count_processes import Options

_LABEL = "timeout of a worker"


def worker_timeout(options: Options) -> Setting[Seconds]:
    """Absent where nothing limits a request; the default is told as such."""
    runtime = options.started.runtime
    if runtime.request_timeout is None:
        return Setting.absent(_LABEL)
    chosen, threads = options.find("worker_class"), options.number("threads")
    unknown = next((each for each in (chosen, threads) if each is not None and not each.is_known), None)
    if unknown is not None:
        return Setting.unresolved(unknown.note, unknown.span, _LABEL)
    if (chosen is not None and chosen.value not in runtime.request_timeout_classes) or (
        threads is not None and threads.value != 1
    ):
        return Setting.absent(_LABEL)
    written = options.number("timeout")
    if written is None:
        return Setting.default(Seconds(float(runtime.request_timeout.value or 0)), _LABEL, f"{runtime.name}'s default")
    if written.value == 0:
        return Setting.absent(_LABEL)
    return written.read_as(Seconds(written.value) if written.value is not None else None)
