"""CockroachDB Cloud: no pooler of its own."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="cockroachdb-direct",
        provider="cockroachdb",
        engine="cockroachdb",
        kind="direct",
        host=r"(?:[a-z0-9-]+\.)+cockroachlabs\.cloud",
        tracks_statements=True,
        sources=(
            Reference("https://www.cockroachlabs.com/docs/cockroachcloud/connect-to-your-cluster", "", "2026-11-20", "memory"),
        ),
    ),
)
