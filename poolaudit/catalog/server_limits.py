"""Connections that PostgreSQL keeps from ordinary users. Source: https://www.postgresql.org/docs/17/runtime-config-connection.html, read 2026-11-20."""

from __future__ import annotations

RESERVED = 3
"""Default of `superuser_reserved_connections`; `reserved_connections` (16+) defaults to 0."""

KILOBYTE = 1024
BLOCK = 8 * KILOBYTE
"""Base units of `work_mem` and `shared_buffers` in bytes: https://www.postgresql.org/docs/17/runtime-config-resource.html."""
BACKEND_MEMORY = 2 * 1024 * KILOBYTE
"""Memory of an idle connection's process, in bytes; measured as less than 2 MiB with huge pages, more without:
https://blog.anarazel.de/2020/10/07/measuring-the-memory-overhead-of-a-postgres-connection/ (PostgreSQL 13, read 2026-11-21)."""
