"""Hasura's GraphQL engine: one process with a pool for its metadata and one for each source."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="hasura",
    role="service",
    programs=("graphql-engine",),
    processes=Default(1),
    threads=None,
    images=("hasura/graphql-engine",),
    sources=(Reference("https://hasura.io/docs/2.0/deployment/graphql-engine-flags/index/", "2.48", "2026-11-21"),),
)
