"""PostgREST: one process with one pool."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="postgrest",
    role="service",
    programs=("postgrest",),
    processes=Default(1),
    threads=None,
    images=("postgrest/postgrest", "bitnami/postgrest", "supabase/postgrest"),
    sources=(Reference("https://docs.postgrest.org/en/stable/explanations/architecture.html", "14 (48346789)", "2026-11-21"),),
)
