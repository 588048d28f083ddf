"""Tembo Cloud, closed in 2025; pooled hosts ended their first label with `-pooler`."""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference, Rewrite

ENDPOINTS = (
    ProviderEndpoint(
        name="tembo-direct",
        provider="tembo",
        engine="postgresql",
        kind="direct",
        host=r"[a-z0-9-]+(?<!-pooler)\.data-\d+\.[a-z0-9]+\.tembo\.io",
        tracks_statements=True,
        to_pooled=(Rewrite("host", r"^([^.]+)", r"\1-pooler"),),
        sources=(Reference("the writer’s memory: host names of a closed service", "", "2026-11-20", "memory"),),
    ),
    ProviderEndpoint(
        name="tembo-pooled",
        provider="tembo",
        engine="postgresql",
        kind="pooled",
        host=r"[a-z0-9-]+-pooler\.data-\d+\.[a-z0-9]+\.tembo\.io",
        pooler="pgbouncer",
        to_direct=(Rewrite("host", r"(?i)^([^.]+)-pooler\.", r"\1."),),
        sources=(Reference("the writer’s memory: host names of a closed service", "", "2026-11-20", "memory"),),
    ),
)
