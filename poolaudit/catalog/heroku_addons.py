"""Add-ons of Heroku that are database servers. Literals only."""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (Reference("https://devcenter.heroku.com/articles/app-json-schema#addons", "", "2026-11-21"),)

SERVERS: dict[str, str] = {
    "heroku-postgresql": "postgresql",
    "heroku-redis": "redis",
    "jawsdb": "mysql",
    "jawsdb-maria": "mysql",
    "cleardb": "mysql",
}
"""Name of the add-on without its plan → engine."""
