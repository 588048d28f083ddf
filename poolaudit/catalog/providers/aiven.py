"""Aiven: direct and pooled connections share the host and differ in a port and path of each service, so the name does not tell them apart."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="aiven",
        provider="aiven",
        engine="postgresql",
        kind="",
        host=r"(?:replica-|public-)?[a-z0-9-]+(?:\.[a-z])?\.aivencloud\.com",
        sources=(
            Reference(
                "https://github.com/aiven/aiven-docs/blob/main/docs/products/postgresql/howto/manage-pool.md",
                "main",
                "2026-11-20",
            ),
        ),
    ),
)
