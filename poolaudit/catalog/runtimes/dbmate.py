"""dbmate: migrations without a lock of its own."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="dbmate",
    role="migration",
    programs=("dbmate",),
    processes=Default(1),
    threads=Default(1),
    dsn_environment=("DATABASE_URL",),
    dsn_flags=("-u", "--url"),
    images=("amacneil/dbmate",),
    session_locks=None,
    sources=(Reference("https://github.com/amacneil/dbmate/blob/main/README.md", "2.24", "2026-11-20", "seen"),),
)
