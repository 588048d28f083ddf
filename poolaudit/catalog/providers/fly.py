"""Fly.io: Managed Postgres with `pgbouncer.` and `direct.` hosts, and the unmanaged clusters behind `.flycast`."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

ENDPOINTS = (
    ProviderEndpoint(
        name="fly-pooled",
        provider="fly",
        engine="postgresql",
        kind="pooled",
        host=r"pgbouncer\.[a-z0-9]+\.flympg\.net",
        pooler="pgbouncer",
        to_direct=(Rewrite("host", r"(?i)^pgbouncer\.", r"direct."),),
        sources=(
            Reference("https://github.com/superfly/docs/blob/main/mpg/client-configuration.html.md", "2026-03", "2026-11-20"),
        ),
    ),
    ProviderEndpoint(
        name="fly-direct",
        provider="fly",
        engine="postgresql",
        kind="direct",
        host=r"direct\.[a-z0-9]+\.flympg\.net",
        tracks_statements=True,
        to_pooled=(Rewrite("host", r"(?i)^direct\.", r"pgbouncer."),),
        sources=(
            Reference("https://github.com/superfly/docs/blob/main/mpg/client-configuration.html.md", "2026-03", "2026-11-20"),
        ),
    ),
    ProviderEndpoint(
        name="fly-unmanaged",
        provider="fly",
        engine="postgresql",
        kind="direct",
        host=r"[a-z0-9-]+\.flycast",
        tracks_statements=True,
        sources=(Reference("https://github.com/superfly/docs/tree/main/postgres/advanced-guides", "2026-03", "2026-11-20"),),
    ),
)
