"""Pony ORM: one connection for each thread, which stays open between sessions."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Prepares, Reference

CLIENT = Client(
    name="pony",
    title="Pony ORM",
    language="python",
    engines=("postgresql", "mysql", "sqlite", "oracle"),
    packages=("pypi:pony",),
    prepares=Prepares.NEVER,
    constructors=(
        Constructor(
            callees=(
                "pony.orm.Database",
                "pony.orm.core.Database",
                "pony.orm.Database().bind",
                "pony.orm.core.Database().bind",
            ),
            kind="connection",
            positions=("provider",),
            dsn_position=1,
            dsn_keywords=("dsn",),
            parts=(
                *libpq.PARTS,
                ("database", "dbname"),
                ("passwd", "password"),
                ("db", "dbname"),
                ("provider", "engine"),
            ),
            needs=("provider",),
            driver_argument="provider",
            driver_arguments="**",
            options_argument="options",
            startup_keywords=("application_name",),
            fixed_pooling=True,
        ),
    ),
    dialects=(("postgres", "psycopg2"), ("cockroach", "psycopg2")),
    layer_url_parameters=(("psycopg2", libpq.PARAMETERS),),
    notes=(
        "A thread keeps its connection for ever; nothing limits their number but the number of threads.",
        "DISCARD ALL goes to PostgreSQL at the end of each db_session.",
    ),
    sources=(
        Reference("https://docs.ponyorm.org/api_reference.html#Database", "0.7.19", "2026-11-21", "memory"),
        Reference("https://github.com/ponyorm/pony/blob/main/pony/orm/dbapiprovider.py", "0.7.20", "2026-11-21"),
        Reference("https://github.com/ponyorm/pony/blob/main/pony/orm/dbproviders/postgres.py", "0.7.20", "2026-11-21"),
    ),
)
