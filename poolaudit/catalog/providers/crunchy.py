"""Crunchy Bridge: PgBouncer on port 5431 once its extension is installed, so the direct port has no rewrite."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

_HOST = r"p\.[a-z0-9]{20,32}\.db\.postgresbridge\.com"

ENDPOINTS = (
    ProviderEndpoint(
        name="crunchy-direct",
        pooling="PgBouncer (port 5431 of the same host)",
        provider="crunchy",
        engine="postgresql",
        kind="direct",
        host=_HOST,
        ports=(5432,),
        tracks_statements=True,
        sources=(
            Reference(
                "https://docs.snowflake.com/en/user-guide/snowflake-postgres/postgres-connection-pooling", "2026-11", "2026-11-20"
            ),
        ),
    ),
    ProviderEndpoint(
        name="crunchy-pooled",
        provider="crunchy",
        engine="postgresql",
        kind="pooled",
        host=_HOST,
        ports=(5431,),
        pooler="pgbouncer",
        tracks_statements=True,
        to_direct=(Rewrite("port", "", "5432"),),
        sources=(
            Reference(
                "https://docs.snowflake.com/en/user-guide/snowflake-postgres/postgres-connection-pooling", "2026-11", "2026-11-20"
            ),
        ),
    ),
)
