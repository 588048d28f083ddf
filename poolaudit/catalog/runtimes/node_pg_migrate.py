"""node-pg-migrate: takes pg_try_advisory_lock for the session while it runs."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="node-pg-migrate",
    role="migration",
    programs=("node-pg-migrate up", "node-pg-migrate down", "node-pg-migrate redo"),
    processes=Default(1),
    threads=Default(1),
    dsn_environment=("DATABASE_URL",),
    dsn_variable_flags=("-d", "--database-url-var"),
    session_locks=True,
    lock_free_flags=("--no-lock", "--lock=false"),
    sources=(
        Reference("https://salsita.github.io/node-pg-migrate/cli", "8.0", "2026-11-21", "seen"),
        Reference("https://github.com/salsita/node-pg-migrate/blob/main/src/runner.ts", "7.9.1, 8.0.4", "2026-11-21", "run"),
    ),
)
