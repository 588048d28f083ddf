"""Prisma ORM up to 6 with its own engine: everything is in the query of the connection string.

From 7 on the driver adapters' own options hold instead (`prisma_adapter`).
"""

from __future__ import annotations

from poolaudit.catalog import prisma_url
from poolaudit.catalog.model import Client, Constructor, Edit, Prepares, Reference

CLIENT = Client(
    name="prisma",
    title="Prisma",
    language="javascript",
    engines=("postgresql", "mysql", "sqlite", "mssql", "cockroachdb"),
    packages=("npm:@prisma/client", "npm:prisma"),
    prepares=Prepares.NAMED,
    triggers=("PrismaClient",),
    constructors=(
        Constructor(
            callees=("@prisma/client.PrismaClient", "@prisma/client/edge.PrismaClient", "*.PrismaClient"),
            kind="pool",
            driver="prisma",
            objects=True,
            dsn_keywords=(
                "datasourceUrl",
                "datasources.db.url",
                "datasources.postgres.url",
                "datasources.postgresql.url",
                "datasources.database.url",
            ),
            parameters=prisma_url.PARAMETERS,
            ready_pool=("adapter",),
            needs=(
                "datasourceUrl",
                "datasources.db.url",
                "datasources.postgres.url",
                "datasources.postgresql.url",
                "datasources.database.url",
            ),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("@prisma/extension-read-replicas.readReplicas",),
            kind="pool",
            driver="prisma",
            objects=True,
            dsn_keywords=("url.0", "url"),
            parameters=prisma_url.PARAMETERS,
            ready_pool=("replicas",),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("datasource",),
            kind="pool",
            driver="prisma",
            dsn_keywords=("url",),
            parameters=prisma_url.PARAMETERS,
            fixed_pooling=True,
        ),
    ),
    url_parameters=prisma_url.PARAMETERS,
    prepares_off=(("", (Edit("?pgbouncer", "true"),)),),
    notes=(
        "connection_limit is the number of physical CPUs times two plus one when it is not given.",
        "pgbouncer=true is for PgBouncer below 1.21.0; from 1.21.0 with max_prepared_statements Prisma advises against it.",
        "Unknown keys of the URL are dropped.",
        "A schema other than the default is sent as search_path when the connection opens, unless pgbouncer=true.",
        "prisma migrate holds a session-level advisory lock; directUrl leads it round a pooler.",
        "Read replicas get a client of their own, with a pool of its own, for each URL.",
        "Prisma 7 reads the URL in prisma.config.ts, has no directUrl, and ignores these keys at run time.",
    ),
    sources=(
        Reference(
            "https://www.prisma.io/docs/v6/orm/prisma-client/setup-and-configuration/databases-connections/pgbouncer",
            "6",
            "2026-11-20",
        ),
        *prisma_url.SOURCES,
        Reference("https://github.com/prisma/extension-read-replicas/blob/main/README.md", "0.4", "2026-11-21"),
    ),
)
