"""Ubicloud: PgBouncer on port 6432 of the same host."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

_HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.postgres\.ubicloud\.com"

ENDPOINTS = (
    ProviderEndpoint(
        name="ubicloud-direct",
        provider="ubicloud",
        engine="postgresql",
        kind="direct",
        host=_HOST,
        ports=(5432,),
        tracks_statements=True,
        to_pooled=(Rewrite("port", "", "6432"),),
        sources=(
            Reference(
                "https://github.com/ubicloud/ubicloud/blob/main/lib/validation/postgres_config_validator_schema.rb",
                "main",
                "2026-11-20",
            ),
        ),
    ),
    ProviderEndpoint(
        name="ubicloud-pooled",
        provider="ubicloud",
        engine="postgresql",
        kind="pooled",
        host=_HOST,
        ports=(6432,),
        pooler="pgbouncer",
        tracks_statements=True,
        to_direct=(Rewrite("port", "", "5432"),),
        sources=(
            Reference(
                "https://github.com/ubicloud/ubicloud/blob/main/lib/validation/postgres_config_validator_schema.rb",
                "main",
                "2026-11-20",
            ),
        ),
    ),
)
