"""Vercel Postgres, which is Neon under names of its own."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

ENDPOINTS = (
    ProviderEndpoint(
        name="vercel-direct",
        provider="vercel",
        engine="postgresql",
        kind="direct",
        host=r"ep-[a-z0-9-]+(?<!-pooler)\.(?:[a-z0-9-]+\.)+postgres\.vercel-storage\.com",
        tracks_statements=True,
        suspends=True,
        to_pooled=(Rewrite("host", r"^([^.]+)", r"\1-pooler"),),
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
    ProviderEndpoint(
        name="vercel-pooled",
        provider="vercel",
        engine="postgresql",
        kind="pooled",
        host=r"ep-[a-z0-9-]+-pooler\.(?:[a-z0-9-]+\.)+postgres\.vercel-storage\.com",
        pooler="pgbouncer",
        mode="transaction",
        tracks_statements=True,
        suspends=True,
        to_direct=(Rewrite("host", r"(?i)^([^.]+)-pooler\.", r"\1."),),
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
)
