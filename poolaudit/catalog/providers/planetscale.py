"""PlanetScale: PostgreSQL with PgBouncer on port 6432 of the same host, MySQL always behind the pools of Vitess."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

_HOST = r"[a-z0-9-]+\.(?:horizon|pg)\.psdb\.cloud"

ENDPOINTS = (
    ProviderEndpoint(
        name="planetscale-direct",
        provider="planetscale",
        engine="postgresql",
        kind="direct",
        host=_HOST,
        ports=(5432,),
        tracks_statements=True,
        to_pooled=(Rewrite("port", "", "6432"),),
        sources=(Reference("https://planetscale.com/docs/postgres/connecting/pgbouncer", "2026-11", "2026-11-20"),),
    ),
    ProviderEndpoint(
        name="planetscale-pooled",
        provider="planetscale",
        engine="postgresql",
        kind="pooled",
        host=_HOST,
        ports=(6432,),
        pooler="pgbouncer",
        mode="transaction",
        to_direct=(Rewrite("port", "", "5432"),),
        sources=(Reference("https://planetscale.com/docs/postgres/connecting/pgbouncer", "2026-11", "2026-11-20"),),
    ),
    ProviderEndpoint(
        name="planetscale-mysql",
        provider="planetscale",
        engine="mysql",
        kind="pooled",
        host=r"(?:[a-z0-9-]+\.)+connect\.psdb\.cloud",
        pooler="vttablet",
        tracks_statements=True,
        sources=(
            Reference(
                "https://github.com/planetscale/docs/blob/main/docs/reference/planetscale-system-limits.md",
                "2024-11",
                "2026-11-20",
            ),
        ),
    ),
)
