"""Render: no pooler of its own; the bare name is the internal address."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="render-direct",
        provider="render",
        engine="postgresql",
        kind="direct",
        host=r"dpg-[a-z0-9]+(?:-a|-b)?(?:\.[a-z]+-postgres\.render\.com)?",
        tracks_statements=True,
        sources=(Reference("public repositories: host names in connection strings", "", "2026-11-20", "seen"),),
    ),
)
