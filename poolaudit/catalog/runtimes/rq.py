"""RQ worker: one job at a time."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="rq",
    role="worker",
    programs=("rq worker",),
    processes=Default(1),
    threads=Default(1),
    sources=(Reference("https://python-rq.org/docs/workers/", "2.0", "2026-11-20"),),
)
