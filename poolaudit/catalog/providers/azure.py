"""Azure Database for PostgreSQL: the built-in PgBouncer on port 6432 (8432 on workers) has to be switched on, so the direct port has no rewrite."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

_FLEXIBLE = r"[a-z0-9-]+\.(?:private\.|privatelink\.)?postgres\.database\.(?:azure\.com|usgovcloudapi\.net|chinacloudapi\.cn)"
_COSMOS = r"c-[a-z0-9-]+\.[a-z0-9]+\.postgres\.cosmos\.azure\.com"

ENDPOINTS = (
    ProviderEndpoint(
        name="azure-flexible-direct",
        pooling="the built-in PgBouncer (port 6432 of the same host; not on the Burstable tier)",
        provider="azure",
        engine="postgresql",
        kind="direct",
        host=_FLEXIBLE,
        ports=(5432,),
        tracks_statements=True,
        sources=(
            Reference(
                "https://github.com/MicrosoftDocs/azure-databases-docs/blob/main/articles/postgresql/connectivity/concepts-pgbouncer.md",
                "2026-03-04",
                "2026-11-20",
            ),
        ),
    ),
    ProviderEndpoint(
        name="azure-flexible-pooled",
        provider="azure",
        engine="postgresql",
        kind="pooled",
        host=_FLEXIBLE,
        ports=(
            6432,
            8432,
        ),
        pooler="pgbouncer",
        to_direct=(Rewrite("port", "", "5432"),),
        sources=(
            Reference(
                "https://github.com/MicrosoftDocs/azure-databases-docs/blob/main/articles/postgresql/connectivity/concepts-pgbouncer.md",
                "2026-03-04",
                "2026-11-20",
            ),
        ),
    ),
    ProviderEndpoint(
        name="azure-cosmos-direct",
        provider="azure",
        engine="postgresql",
        kind="direct",
        host=_COSMOS,
        ports=(5432,),
        tracks_statements=True,
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
    ProviderEndpoint(
        name="azure-cosmos-pooled",
        provider="azure",
        engine="postgresql",
        kind="pooled",
        host=_COSMOS,
        ports=(6432,),
        pooler="pgbouncer",
        to_direct=(Rewrite("port", "", "5432"),),
        sources=(Reference("the writer’s memory: managed PgBouncer on port 6432", "", "2026-11-20", "memory"),),
    ),
)
