"""Which files `docker compose` reads when it is told of none. Literals only."""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (Reference("https://docs.docker.com/compose/intro/compose-application-model/", "2.40", "2026-11-21"),)

READ_BY_DEFAULT: frozenset[str] = frozenset({"compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"})
"""Their names; the first one that is there wins."""
