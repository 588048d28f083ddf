"""Supabase: the port tells session (5432) from transaction mode (6543), on the shared Supavisor and on the dedicated PgBouncer.

The dedicated pooler exists on paid projects only, so the direct host has no rewrite to it.
"""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

_IPV6 = Reference("https://supabase.com/docs/guides/platform/ipv4-address", "2026-11", "2026-11-21")

_DIRECT = r"db\.[a-z0-9]{16,24}\.supabase\.(?:co|com|red|net)"
_SHARED = r"(?:aws|gcp|fly)-\d+-[a-z0-9-]+\.pooler\.supabase\.com"

ENDPOINTS = (
    ProviderEndpoint(
        name="supabase-direct",
        pooling="Supabase's transaction pooler (port 6543 of the host under pooler.supabase.com)",
        ipv6_only=True,
        provider="supabase",
        engine="postgresql",
        kind="direct",
        host=_DIRECT,
        ports=(5432,),
        tracks_statements=True,
        sources=(Reference("https://supabase.com/docs/guides/database/connecting-to-postgres", "2026-09", "2026-11-20"), _IPV6),
    ),
    ProviderEndpoint(
        name="supabase-dedicated-pooler",
        ipv6_only=True,
        provider="supabase",
        engine="postgresql",
        kind="pooled",
        host=_DIRECT,
        ports=(6543,),
        pooler="pgbouncer",
        mode="transaction",
        to_direct=(Rewrite("port", "", "5432"),),
        sources=(Reference("https://supabase.com/docs/guides/database/connecting-to-postgres", "2026-09", "2026-11-20"), _IPV6),
    ),
    ProviderEndpoint(
        name="supabase-session-pooler",
        provider="supabase",
        engine="postgresql",
        kind="pooled",
        host=_SHARED,
        ports=(5432,),
        pooler="supavisor",
        mode="session",
        tracks_statements=True,
        to_pooled=(Rewrite("port", "", "6543"),),
        sources=(
            Reference("https://supabase.com/docs/guides/database/connecting-to-postgres", "2026-09", "2026-11-20"),
            Reference("https://github.com/supabase/supavisor/blob/main/docs/faq.md", "2.9.7", "2026-11-20"),
        ),
    ),
    ProviderEndpoint(
        name="supabase-transaction-pooler",
        provider="supabase",
        engine="postgresql",
        kind="pooled",
        host=_SHARED,
        ports=(6543,),
        pooler="supavisor",
        mode="transaction",
        tracks_statements=False,
        to_direct=(Rewrite("port", "", "5432"),),
        sources=(
            Reference("https://supabase.com/docs/guides/database/connecting-to-postgres", "2026-09", "2026-11-20"),
            Reference("https://github.com/supabase/supavisor/blob/main/docs/faq.md", "2.9.7", "2026-11-20"),
        ),
    ),
)
