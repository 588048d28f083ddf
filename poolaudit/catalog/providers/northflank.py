"""Northflank add-ons; whether the endpoint pools is not known."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="northflank",
        provider="northflank",
        engine="postgresql",
        kind="",
        host=r"(?:primary|replica|read)\.[a-z0-9-]+--[a-z0-9]+\.addon\.code\.run",
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
    ProviderEndpoint(
        name="northflank-mysql",
        provider="northflank",
        engine="mysql",
        kind="",
        host=r"(?:primary|replica|read)\.[a-z0-9-]+--[a-z0-9]+\.addon\.code\.run",
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
)
