"""YugabyteDB Aeon: its connection manager takes over the server’s own port, so the name does not tell whether it pools."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

ENDPOINTS = (
    ProviderEndpoint(
        name="yugabyte",
        provider="yugabyte",
        engine="yugabytedb",
        kind="",
        host=r"(?:[a-z0-9-]+\.)+cloud\.yugabyte\.com|(?:[a-z0-9-]+\.)+ybdb\.io",
        tracks_statements=True,
        sources=(
            Reference("https://docs.yugabyte.com/preview/explore/going-beyond-sql/connection-mgr-ysql/", "2026-11", "2026-11-20"),
            Reference("the writer’s memory: host names", "", "2026-11-20", "memory"),
        ),
    ),
)
