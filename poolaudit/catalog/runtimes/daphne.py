"""daphne: one asynchronous process."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="daphne",
    role="server",
    programs=("daphne",),
    processes=Default(1),
    threads=None,
    sources=(Reference("https://github.com/django/daphne/blob/main/README.rst", "4.1", "2026-11-20"),),
)
