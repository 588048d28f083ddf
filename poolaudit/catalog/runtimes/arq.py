"""arq: one asynchronous worker."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="arq",
    role="worker",
    programs=("arq",),
    processes=Default(1),
    threads=None,
    sources=(Reference("https://arq-docs.helpmanual.io/", "0.26", "2026-11-20"),),
)
