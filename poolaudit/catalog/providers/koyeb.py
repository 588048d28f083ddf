"""Koyeb databases, which are Neon; whether pooled hosts exist is not known."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="koyeb-direct",
        provider="koyeb",
        engine="postgresql",
        kind="direct",
        host=r"ep-[a-z0-9-]+(?<!-pooler)\.(?:[a-z0-9-]+\.)+pg\.koyeb\.app",
        tracks_statements=True,
        suspends=True,
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
)
