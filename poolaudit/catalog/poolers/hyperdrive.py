"""Cloudflare Hyperdrive: a managed pooler in transaction mode that supports prepared statements of the protocol."""

from __future__ import annotations

from poolaudit.catalog.model import Default, PoolerParameter, PoolerSoftware, Reference

POOLER = PoolerSoftware(
    name="hyperdrive",
    title="Hyperdrive",
    engine="postgresql",
    port=5432,
    current="2026",
    sharing_modes=("transaction",),
    parameters=(
        PoolerParameter("pool_mode", "enum", ("global",), "", (Default("transaction"),), ("transaction",)),
        PoolerParameter("binding", "text", ("global",), ""),
        PoolerParameter("id", "text", ("global",), ""),
    ),
    images=(),
    tracked_parameters=(),
    resets_settings=True,
    sources=(
        Reference("https://developers.cloudflare.com/hyperdrive/concepts/how-hyperdrive-works/", "2026", "2026-11-20"),
        Reference(
            "https://github.com/cloudflare/cloudflare-docs/blob/production/src/content/partials/hyperdrive/pooling-mode.mdx",
            "580ac4b",
            "2026-11-21",
        ),
        Reference("https://developers.cloudflare.com/hyperdrive/observability/troubleshooting/", "2026", "2026-11-20"),
    ),
)
