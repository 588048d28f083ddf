"""Prisma Client Python: the same engine as that of JavaScript's client, below version 6 of Prisma.

The data source of schema.prisma is read as it is for JavaScript; only a URL that the code hands over is a client of this entry.
"""

from __future__ import annotations

from poolaudit.catalog import prisma_url
from poolaudit.catalog.model import Client, Constructor, Default, Prepares, Reference

CLIENT = Client(
    name="prisma_python",
    title="Prisma Client Python",
    language="python",
    engines=("postgresql", "mysql", "sqlite", "mssql", "cockroachdb"),
    packages=("pypi:prisma",),
    prepares=Prepares.NAMED,
    constructors=(
        Constructor(
            callees=("prisma.Prisma", "prisma.Client", "prisma.client.Prisma"),
            kind="pool",
            driver="prisma_python",
            dsn_keywords=("datasource.url",),
            needs=("datasource.url",),
            parameters=prisma_url.PARAMETERS,
            fixed_pooling=True,
        ),
    ),
    url_parameters=prisma_url.PARAMETERS,
    dsn_readers=(Default("prisma"),),
    prepares_off=(("", ()),),  # pgbouncer=true goes into the connection string, which no argument of the call is
    notes=(
        "connect_timeout of the call is the time that the engine's process has to start.",
        "The release that was read, 0.15.0, is the last one.",
    ),
    sources=(
        Reference(
            "https://prisma-client-py.readthedocs.io/en/stable/reference/client/#datasource-overriding", "0.15.0", "2026-11-21"
        ),
        Reference(
            "https://github.com/RobertCraigie/prisma-client-py/blob/main/src/prisma/_base_client.py", "0.15.0", "2026-11-21"
        ),
        *prisma_url.SOURCES,
    ),
)
