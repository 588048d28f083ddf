"""@neondatabase/serverless: pg's interface over WebSockets, and single statements over HTTP."""

from __future__ import annotations

from poolaudit.catalog import node_pg
from poolaudit.catalog.model import Client, Constructor, Prepares, Reference

CLIENT = Client(
    name="neon_serverless",
    title="@neondatabase/serverless",
    language="javascript",
    engines=("postgresql",),
    packages=("npm:@neondatabase/serverless",),
    prepares=Prepares.UNNAMED,
    default_port=5432,
    triggers=("@neondatabase/serverless",),
    constructors=(
        Constructor(
            callees=("@neondatabase/serverless.Pool",),
            kind="pool",
            driver="neon_serverless",
            objects=True,
            overloads=(("connectionString",),),
            dsn_keywords=("connectionString",),
            parts=node_pg.PARTS,
            parameters=(*node_pg.POOL, *node_pg.CONNECTION),
            options_argument="options",
            startup_keywords=node_pg.STARTUP,
            fixed_pooling=True,
        ),
        Constructor(
            callees=("@neondatabase/serverless.Client",),
            kind="connection",
            driver="neon_serverless",
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
        "neon() sends each statement as an HTTP request: it opens no connection and holds no session.",
        "On edge runtimes Pool and Client must be opened and ended inside of the handler.",
        "Node.js up to 21 needs neonConfig.webSocketConstructor.",
    ),
    sources=(
        Reference("https://github.com/neondatabase/serverless/blob/main/README.md", "1.0.2", "2026-11-20"),
        Reference("https://github.com/neondatabase/serverless/blob/main/CONFIG.md", "1.0.2", "2026-11-20"),
    ),
)
