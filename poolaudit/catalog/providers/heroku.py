"""Heroku Postgres by the names of its machines; its pooled URL is told by the variable DATABASE_CONNECTION_POOL_URL only."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="heroku-direct",
        provider="heroku",
        engine="postgresql",
        kind="direct",
        host=r"ec2-\d+-\d+-\d+-\d+\.(?:[a-z0-9-]+\.compute|compute-1)\.amazonaws\.com",
        ports=(5432,),
        tracks_statements=True,
        sources=(Reference("https://devcenter.heroku.com/articles/postgres-connection-pooling", "", "2026-11-20", "memory"),),
    ),
)
