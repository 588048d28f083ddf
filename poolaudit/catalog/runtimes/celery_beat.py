"""Celery's scheduler: one process."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="celery-beat",
    role="scheduler",
    programs=("celery beat",),
    processes=Default(1),
    threads=Default(1),
    sources=(Reference("https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html", "5.4", "2026-11-20"),),
)
