"""DigitalOcean managed PostgreSQL: pools on port 25061, where the path names the pool, so neither endpoint follows from the other."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

_HOST = r"(?:private-|replica-)?[a-z0-9-]+-do-user-\d+-\d+\.(?:[a-z]\.)?db\.ondigitalocean\.com"

ENDPOINTS = (
    ProviderEndpoint(
        name="digitalocean-direct",
        pooling="a connection pool (port 25061)",
        provider="digitalocean",
        engine="postgresql",
        kind="direct",
        host=_HOST,
        ports=(25060,),
        tracks_statements=True,
        sources=(
            Reference(
                "https://docs.digitalocean.com/reference/dots/reference/databases/databases-update-connectionpool/",
                "2026-11",
                "2026-11-20",
            ),
        ),
    ),
    ProviderEndpoint(
        name="digitalocean-pooled",
        provider="digitalocean",
        engine="postgresql",
        kind="pooled",
        host=_HOST,
        ports=(25061,),
        pooler="pgbouncer",
        sources=(
            Reference(
                "https://docs.digitalocean.com/reference/dots/reference/databases/databases-update-connectionpool/",
                "2026-11",
                "2026-11-20",
            ),
        ),
    ),
)
