"""Connections that PostgreSQL keeps from ordinary users. Source: https://www.postgresql.org/docs/17/runtime-config-connection.html, read 2026-11-20."""

from __future__ import annotations

RESERVED = 3
"""Default of `superuser_reserved_connections`; `reserved_connections` (16+) defaults to 0."""
