"""Google Cloud SQL by its instance names and sockets; its Auth Proxy and connectors do not pool. Bare addresses tell nothing."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

_INSTANCE = (
    r"/cloudsql/(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]+(?:/.*)?"
    r"|(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]:[a-z]+-[a-z]+\d+:[a-z][a-z0-9-]*"
)
"""Socket folder or instance connection name: project, region, instance."""

ENDPOINTS = (
    ProviderEndpoint(
        name="cloud-sql-direct",
        provider="cloud-sql",
        engine="postgresql",
        kind="direct",
        host=_INSTANCE,
        tracks_statements=True,
        sources=(
            Reference("https://cloud.google.com/sql/docs/postgres/managed-connection-pooling", "2026-11", "2026-11-20"),
            Reference("https://github.com/GoogleCloudPlatform/cloud-sql-proxy", "main", "2026-11-20"),
        ),
    ),
    ProviderEndpoint(
        name="cloud-sql-direct-mysql",
        provider="cloud-sql",
        engine="mysql",
        kind="direct",
        host=_INSTANCE,
        tracks_statements=True,
        sources=(
            Reference("https://cloud.google.com/sql/docs/postgres/managed-connection-pooling", "2026-11", "2026-11-20"),
            Reference("https://github.com/GoogleCloudPlatform/cloud-sql-proxy", "main", "2026-11-20"),
        ),
    ),
)
