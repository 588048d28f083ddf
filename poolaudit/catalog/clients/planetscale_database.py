"""@planetscale/database: statements over HTTP, no connection and no pool."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Prepares, Reference

CLIENT = Client(
    name="planetscale_database",
    title="@planetscale/database",
    language="javascript",
    engines=("mysql",),
    packages=("npm:@planetscale/database",),
    prepares=Prepares.NEVER,
    triggers=("@planetscale/database",),
    notes=(
        "Nothing that it makes holds a connection, so no constructor is listed.",
        "One object is one session; transactions that run at the same time need an object each.",
    ),
    sources=(Reference("https://github.com/planetscale/database-js/blob/main/README.md", "1.20.1", "2026-11-20"),),
)
