"""Flyway: a transaction-level lock by default in newer releases, a session-level one before."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="flyway",
    role="migration",
    programs=("flyway",),
    processes=Default(1),
    threads=Default(1),
    dsn_environment=("FLYWAY_URL",),
    dsn_flags=("-url",),
    images=("flyway/flyway",),
    session_locks=None,
    sources=(Reference("https://github.com/flyway/flyway/issues/2895", "2020", "2026-11-20", "seen"),),
)
