"""Zeabur: forwarded ports straight to the service."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="zeabur-direct",
        provider="zeabur",
        engine="postgresql",
        kind="direct",
        host=r"[a-z]{3}\d\.clusters\.zeabur\.com",
        tracks_statements=True,
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
    ProviderEndpoint(
        name="zeabur-direct-mysql",
        provider="zeabur",
        engine="mysql",
        kind="direct",
        host=r"[a-z]{3}\d\.clusters\.zeabur\.com",
        tracks_statements=True,
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
)
