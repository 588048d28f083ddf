"""Prisma Migrate: takes a session-level advisory lock unless told not to."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="prisma-migrate",
    role="migration",
    programs=("prisma migrate deploy", "prisma migrate dev"),
    processes=Default(1),
    threads=Default(1),
    dsn_environment=("DATABASE_URL",),
    dsn_files=(
        ("prisma.config.ts", "url"),
        ("prisma.config.js", "url"),
        ("prisma.config.mjs", "url"),
        ("schema.prisma", "directUrl"),
        ("schema.prisma", "url"),
    ),
    direct_environment=("DIRECT_URL", "DIRECT_DATABASE_URL"),
    session_locks=True,
    lock_free_environment=("PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK",),
    sources=(
        Reference("https://www.prisma.io/docs/orm/reference/prisma-config-reference", "7", "2026-11-21"),
        Reference("https://www.prisma.io/docs/orm/prisma-migrate/workflows/development-and-production", "6", "2026-11-20"),
        Reference("https://www.prisma.io/docs/orm/v7/reference/environment-variables-reference", "7", "2026-11-21"),
        Reference(
            "https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/lib.rs",
            "main",
            "2026-11-21",
        ),
        Reference("https://github.com/prisma/prisma/issues/6480", "2021", "2026-11-20", "seen"),
    ),
)
