"""Cloudflare Hyperdrive, as a Worker sees it."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

_HOST = r"[0-9a-f]{32}\.hyperdrive\.local"

ENDPOINTS = (
    ProviderEndpoint(
        name="hyperdrive",
        provider="cloudflare",
        engine="postgresql",
        kind="pooled",
        host=_HOST,
        pooler="hyperdrive",
        mode="transaction",
        sources=(
            Reference(
                "https://github.com/cloudflare/cloudflare-docs/blob/production/src/content/partials/hyperdrive/pooling-mode.mdx",
                "2026-11",
                "2026-11-20",
            ),
            Reference("the writer’s memory: host name of a Hyperdrive binding", "", "2026-11-20", "memory"),
        ),
    ),
    ProviderEndpoint(
        name="hyperdrive-mysql",
        provider="cloudflare",
        engine="mysql",
        kind="pooled",
        host=_HOST,
        pooler="hyperdrive",
        mode="transaction",
        sources=(
            Reference(
                "https://github.com/cloudflare/cloudflare-docs/blob/production/src/content/partials/hyperdrive/pooling-mode.mdx",
                "2026-11",
                "2026-11-20",
            ),
            Reference("the writer’s memory: host name of a Hyperdrive binding", "", "2026-11-20", "memory"),
        ),
    ),
)
