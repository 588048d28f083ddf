"""golang-migrate: takes pg_advisory_lock for the session while it runs."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="golang-migrate",
    role="migration",
    programs=("migrate",),
    flags=(Flag(("-database", "--database"), "dsn"),),
    processes=Default(1),
    threads=Default(1),
    dsn_flags=("-database", "--database"),
    images=("migrate/migrate",),
    session_locks=True,
    sources=(
        Reference("https://github.com/golang-migrate/migrate/blob/master/database/postgres/postgres.go", "4.18", "2026-11-20"),
        Reference("https://github.com/golang-migrate/migrate/pull/992", "2024", "2026-11-20", "seen"),
    ),
)
