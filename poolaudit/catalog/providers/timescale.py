"""Tiger Cloud (Timescale): pooled and direct share the host; port and database name of each service tell them apart."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="timescale",
        provider="timescale",
        engine="postgresql",
        kind="",
        host=r"[a-z0-9]+\.[a-z0-9]+\.tsdb\.cloud\.timescale\.com",
        sources=(
            Reference(
                "https://github.com/timescale/docs/blob/latest/use-timescale/services/connection-pooling.md",
                "latest",
                "2026-11-20",
            ),
        ),
    ),
)
