"""Neon: PgBouncer in transaction mode behind hosts whose first label ends with `-pooler`; idle computes are stopped.

A compute without active queries is suspended after 300 s unless its owner changed that; paid plans may switch it off.
"""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

ENDPOINTS = (
    ProviderEndpoint(
        name="neon-direct",
        provider="neon",
        engine="postgresql",
        kind="direct",
        host=r"ep-[a-z0-9-]+(?<!-pooler)\.(?:[a-z0-9-]+\.)+neon\.(?:tech|build)",
        tracks_statements=True,
        idle_close=300.0,
        suspends=True,
        to_pooled=(Rewrite("host", r"^([^.]+)", r"\1-pooler"),),
        sources=(
            Reference("https://neon.com/docs/connect/connection-pooling", "2026-02-06", "2026-11-20"),
            Reference("https://github.com/neondatabase/neon/blob/main/proxy/src/types.rs", "main", "2026-11-20"),
            Reference("https://neon.com/docs/introduction/compute-lifecycle", "2025-12-17", "2026-11-20"),
        ),
    ),
    ProviderEndpoint(
        name="neon-pooled",
        provider="neon",
        engine="postgresql",
        kind="pooled",
        host=r"ep-[a-z0-9-]+-pooler\.(?:[a-z0-9-]+\.)+neon\.(?:tech|build)",
        pooler="pgbouncer",
        mode="transaction",
        tracks_statements=True,
        refuses_startup_parameters=True,
        suspends=True,
        to_direct=(Rewrite("host", r"(?i)^([^.]+)-pooler\.", r"\1."),),
        sources=(
            Reference("https://neon.com/docs/connect/connection-pooling", "2026-02-06", "2026-11-20"),
            Reference("https://github.com/neondatabase/neon/blob/main/proxy/src/types.rs", "main", "2026-11-20"),
            Reference("https://neon.com/docs/introduction/compute-lifecycle", "2025-12-17", "2026-11-20"),
        ),
    ),
)
