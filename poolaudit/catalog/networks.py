"""Platforms whose machines reach the internet over IPv4 only, by the name that `Deployment.platform` has.

Source, read 2026-11-21: https://supabase.com/docs/guides/troubleshooting/supabase--your-network-ipv4-and-ipv6-compatibility-cHe3BP
(which names GitHub Actions and Retool as well).
"""

from __future__ import annotations

WITHOUT_IPV6 = frozenset({"vercel", "render"})
