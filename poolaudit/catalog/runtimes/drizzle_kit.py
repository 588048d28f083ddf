"""Drizzle Kit's migrations: in a transaction, without a session-level lock; drizzle.config names the connection string."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="drizzle-kit",
    role="migration",
    programs=("drizzle-kit migrate", "drizzle-kit push", "drizzle-kit push:pg"),
    processes=Default(1),
    threads=Default(1),
    dsn_files=tuple((f"drizzle.config.{ending}", "url") for ending in ("ts", "mts", "js", "mjs", "cjs")),
    session_locks=False,
    sources=(
        Reference("https://orm.drizzle.team/docs/drizzle-kit-migrate", "0.31", "2026-11-21"),
        Reference("https://orm.drizzle.team/docs/drizzle-config-file#dbcredentials", "0.31", "2026-11-21"),
        Reference(
            "https://github.com/drizzle-team/drizzle-orm/blob/main/drizzle-orm/src/pg-core/dialect.ts", "0.45", "2026-11-21"
        ),
    ),
)
