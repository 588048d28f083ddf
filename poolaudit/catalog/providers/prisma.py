"""Prisma Postgres with its pooled host, and Prisma Accelerate."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

ENDPOINTS = (
    ProviderEndpoint(
        name="prisma-postgres-direct",
        provider="prisma",
        engine="postgresql",
        kind="direct",
        host=r"db\.prisma\.io",
        tracks_statements=True,
        to_pooled=(Rewrite("host", r"(?i)^db\.", r"pooled.db."),),
        sources=(
            Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),
            Reference("https://www.prisma.io/docs/postgres/database/connection-pooling", "", "2026-11-20", "memory"),
        ),
    ),
    ProviderEndpoint(
        name="prisma-postgres-pooled",
        provider="prisma",
        engine="postgresql",
        kind="pooled",
        host=r"pooled\.db\.prisma\.io",
        pooler="pgbouncer",
        mode="transaction",
        to_direct=(Rewrite("host", r"(?i)^pooled\.", r""),),
        sources=(
            Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),
            Reference("https://www.prisma.io/docs/postgres/database/connection-pooling", "", "2026-11-20", "memory"),
        ),
    ),
    ProviderEndpoint(
        name="prisma-accelerate",
        provider="prisma",
        engine="postgresql",
        kind="pooled",
        host=r"accelerate\.prisma-data\.net",
        pooler="accelerate",
        tracks_statements=True,
        sources=(Reference("https://www.prisma.io/docs/accelerate", "", "2026-11-20", "memory"),),
    ),
)
