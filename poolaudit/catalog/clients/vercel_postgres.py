"""@vercel/postgres (deprecated): Neon's driver with connection strings from the platform's variables."""

from __future__ import annotations

from poolaudit.catalog import node_pg
from poolaudit.catalog.model import Client, Constructor, Prepares, Reference

CLIENT = Client(
    name="vercel_postgres",
    title="@vercel/postgres",
    language="javascript",
    engines=("postgresql",),
    packages=("npm:@vercel/postgres",),
    prepares=Prepares.UNNAMED,
    default_port=5432,
    triggers=("@vercel/postgres",),
    constructors=(
        Constructor(
            callees=("@vercel/postgres.createPool",),
            kind="pool",
            driver="vercel_postgres",
            objects=True,
            dsn_keywords=("connectionString",),
            parts=node_pg.PARTS,
            parameters=(*node_pg.POOL, *node_pg.CONNECTION),
            startup_keywords=node_pg.STARTUP,
            dsn_environment=("POSTGRES_URL",),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("@vercel/postgres.createClient",),
            kind="connection",
            driver="vercel_postgres",
            objects=True,
            dsn_keywords=("connectionString",),
            parts=node_pg.PARTS,
            parameters=node_pg.CONNECTION,
            startup_keywords=node_pg.STARTUP,
            dsn_environment=("POSTGRES_URL_NON_POOLING",),
            fixed_pooling=False,
        ),
    ),
    url_parameters=node_pg.URL_PARAMETERS,
    notes=(
        "createPool refuses a direct connection string, createClient a pooled one.",
        "maxUses is 1 on the edge runtime.",
    ),
    sources=(Reference("https://github.com/vercel/storage/blob/main/packages/postgres/README.md", "0.10.0", "2026-11-20"),),
)
