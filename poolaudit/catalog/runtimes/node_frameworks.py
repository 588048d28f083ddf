"""Servers of JavaScript frameworks: one process each."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="node-framework",
    role="server",
    programs=("next start", "nest start", "strapi start", "medusa start"),
    processes=Default(1),
    threads=None,
    sources=(
        Reference("https://nextjs.org/docs/app/api-reference/cli/next", "16", "2026-11-21"),
        Reference("https://docs.nestjs.com/cli/usages#nest-start", "11", "2026-11-21"),
        Reference("https://docs.strapi.io/cms/cli#strapi-start", "5", "2026-11-21"),
        Reference("https://docs.medusajs.com/resources/medusa-cli/commands/start", "2", "2026-11-21"),
    ),
)
