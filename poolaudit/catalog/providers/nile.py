"""Nile: every connection goes through its gateway; the mode is not known."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="nile",
        provider="nile",
        engine="postgresql",
        kind="pooled",
        host=r"(?:[a-z0-9-]+\.)?db\.thenile\.dev",
        sources=(Reference("https://github.com/niledatabase/niledatabase", "main", "2026-11-20", "seen"),),
    ),
)
