"""Scaleway serverless databases; whether the endpoint pools is not known."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="scaleway",
        provider="scaleway",
        engine="postgresql",
        kind="",
        host=r"[0-9a-f-]{36}\.pg\.sdb\.[a-z]{2}-[a-z]{3}\.scw\.cloud",
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
)
