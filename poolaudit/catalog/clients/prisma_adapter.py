"""Prisma's driver adapters (the only way from Prisma 7 on): pools of pg, Neon and mariadb with those drivers' own options."""

from __future__ import annotations

from poolaudit.catalog import node_pg
from poolaudit.catalog.model import Client, Constructor, Parameter, Prepares, Reference

_STATEMENTS = Parameter("statementNameGenerator", "named_statements", callable=True)


def _adapter(callee: str, driver: str) -> Constructor:
    return Constructor(
        callees=(callee,),
        kind="pool",
        driver=driver,
        objects=True,
        overloads=(("connectionString",),),
        dsn_keywords=("connectionString",),
        parts=node_pg.PARTS,
        parameters=(
            *node_pg.POOL,
            *node_pg.CONNECTION,
            _STATEMENTS,
            Parameter("schema", ""),
            Parameter("disposeExternalPool", ""),
        ),
        options_argument="options",
        startup_keywords=node_pg.STARTUP,
        ready_pool=("pool",),
        fixed_pooling=True,
    )


CLIENT = Client(
    name="prisma_adapter",
    title="Prisma driver adapter",
    language="javascript",
    engines=("postgresql",),
    packages=("npm:@prisma/adapter-pg", "npm:@prisma/adapter-neon"),
    prepares=Prepares.DRIVER,
    default_port=5432,
    triggers=("@prisma/adapter-",),
    constructors=(
        _adapter("@prisma/adapter-pg.PrismaPg", "pg"),
        _adapter("@prisma/adapter-neon.PrismaNeon", "neon_serverless"),
    ),
    notes=(
        "connection_limit, pool_timeout, pgbouncer and schema in the URL do nothing here.",
        "Statements have no names unless statementNameGenerator is given.",
    ),
    sources=(
        Reference("https://www.npmjs.com/package/@prisma/adapter-pg", "7.10.1", "2026-11-20"),
        Reference("https://www.npmjs.com/package/@prisma/adapter-neon", "7.10.0", "2026-11-20"),
    ),
)
