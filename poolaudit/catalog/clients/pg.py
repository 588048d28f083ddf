"""pg (node-postgres) with pg-pool: parameters go with unnamed statements, in one trip."""

from __future__ import annotations

from poolaudit.catalog import node_pg
from poolaudit.catalog.model import Client, Constructor, Prepares

CLIENT = Client(
    name="pg",
    title="node-postgres",
    language="javascript",
    engines=("postgresql",),
    packages=("npm:pg",),
    prepares=Prepares.UNNAMED,
    default_port=5432,
    triggers=("'pg'", '"pg"', "'pg-pool'", '"pg-pool"', "npm:pg@", "`pg`"),
    constructors=(
        Constructor(
            callees=("pg.Pool", "pg.native.Pool", "pg-pool", "pg-pool.Pool"),
            kind="pool",
            driver="pg",
            objects=True,
            overloads=(("connectionString",), ("connectionString", "")),
            dsn_keywords=("connectionString",),
            parts=node_pg.PARTS,
            parameters=(*node_pg.POOL, *node_pg.CONNECTION),
            options_argument="options",
            startup_keywords=node_pg.STARTUP,
            fixed_pooling=True,
        ),
        Constructor(
            callees=("pg.Client", "pg.native.Client"),
            kind="connection",
            driver="pg",
            objects=True,
            overloads=(("connectionString",),),
            dsn_keywords=("connectionString",),
            parts=node_pg.PARTS,
            parameters=node_pg.CONNECTION,
            options_argument="options",
            startup_keywords=node_pg.STARTUP,
            fixed_pooling=False,
        ),
    ),
    driver_parameters=node_pg.CONNECTION,
    url_parameters=node_pg.URL_PARAMETERS,
    notes=(
        "Only a query with a name ({ name, text, values }) is prepared.",
        "The pool reads nothing from the connection string: ?max=3 is ignored.",
        "connectionTimeoutMillis 0 waits for ever, for a free connection and for a new one.",
        "connectionString wins over host, port, ssl and their like beside it.",
        "maxLifetimeSeconds counts seconds while its neighbours count milliseconds.",
    ),
    sources=node_pg.SOURCES,
)
