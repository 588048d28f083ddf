"""Xata; whether its endpoint pools is not known."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="xata",
        provider="xata",
        engine="postgresql",
        kind="",
        host=r"[a-z0-9]+\.[a-z0-9-]+\.xata\.tech",
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
)
