"""Alembic: migrations without a lock of its own."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="alembic",
    role="migration",
    programs=("alembic upgrade", "alembic downgrade", "alembic stamp"),
    processes=Default(1),
    threads=Default(1),
    session_locks=False,
    sources=(Reference("https://alembic.sqlalchemy.org/en/latest/tutorial.html", "1.14", "2026-11-20"),),
)
