"""Railway: public and private names lead to the server or to a PgBouncer beside it, whichever was deployed; the name does not tell."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="railway-public",
        provider="railway",
        engine="postgresql",
        kind="",
        host=r"[a-z0-9-]+\.proxy\.rlwy\.net",
        sources=(
            Reference(
                "https://github.com/railwayapp/docs/blob/main/content/docs/databases/postgresql-pgbouncer.md",
                "2026-08",
                "2026-11-20",
            ),
        ),
    ),
    ProviderEndpoint(
        name="railway-public-mysql",
        provider="railway",
        engine="mysql",
        kind="",
        host=r"[a-z0-9-]+\.proxy\.rlwy\.net",
        sources=(
            Reference(
                "https://github.com/railwayapp/docs/blob/main/content/docs/databases/postgresql-pgbouncer.md",
                "2026-08",
                "2026-11-20",
            ),
        ),
    ),
    ProviderEndpoint(
        name="railway-private",
        provider="railway",
        engine="postgresql",
        kind="",
        host=r"[a-z0-9-]+\.railway\.internal",
        sources=(
            Reference(
                "https://github.com/railwayapp/docs/blob/main/content/docs/databases/postgresql-pgbouncer.md",
                "2026-08",
                "2026-11-20",
            ),
        ),
    ),
    ProviderEndpoint(
        name="railway-private-mysql",
        provider="railway",
        engine="mysql",
        kind="",
        host=r"[a-z0-9-]+\.railway\.internal",
        sources=(
            Reference(
                "https://github.com/railwayapp/docs/blob/main/content/docs/databases/postgresql-pgbouncer.md",
                "2026-08",
                "2026-11-20",
            ),
        ),
    ),
)
