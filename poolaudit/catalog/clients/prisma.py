"""Prisma ORM up to 6 with its own engine: everything is in the query of the connection string.

From 7 on the driver adapters' own options hold instead (`prisma_adapter`).
"""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

_URL = (
    Parameter("pgbouncer", "named_statements", values=(("true", False), ("false", True)), engines=("postgresql",)),
    Parameter("connection_limit", "max_size", varies="twice the number of physical CPUs, plus one"),
    Parameter("pool_timeout", "acquire_timeout", Unit.SECONDS, (Default(10),), disabled=(0,)),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, (Default(5),), disabled=(0,)),
    Parameter("socket_timeout", "statement_timeout", Unit.SECONDS),
    Parameter("statement_cache_size", "statement_cache", defaults=(Default(100),)),
    Parameter("max_connection_lifetime", "max_lifetime", Unit.SECONDS, (Default(0),), disabled=(0,)),
    Parameter("max_idle_connection_lifetime", "idle_timeout", Unit.SECONDS, (Default(300),), disabled=(0,)),
    *(
        Parameter(name, "")
        for name in (
            "schema",
            "application_name",
            "options",
            "channel_binding",
            "host",
            "sslmode",
            "sslcert",
            "sslidentity",
            "sslpassword",
            "sslaccept",
            "sslrootcert",
            "socket",
            "single_use_connections",
        )
    ),
)

CLIENT = Client(
    name="prisma",
    title="Prisma",
    language="javascript",
    engines=("postgresql", "mysql", "sqlite", "mssql", "cockroachdb"),
    packages=("npm:@prisma/client", "npm:prisma"),
    prepares=Prepares.NAMED,
    triggers=("PrismaClient", "extension-read-replicas"),
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
            parameters=_URL,
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
            parameters=_URL,
            ready_pool=("replicas",),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("datasource",),
            kind="pool",
            driver="prisma",
            dsn_keywords=("url",),
            parameters=_URL,
            fixed_pooling=True,
        ),
    ),
    url_parameters=_URL,
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
        Reference("https://www.prisma.io/docs/v6/orm/overview/databases/postgresql#arguments", "6", "2026-11-20"),
        Reference("https://github.com/prisma/extension-read-replicas/blob/main/README.md", "0.4", "2026-11-21"),
        Reference(
            "https://github.com/prisma/prisma-engines/blob/main/quaint/src/connector/postgres/url.rs",
            "6.x (0d495ae9)",
            "2026-11-20",
        ),
    ),
)
