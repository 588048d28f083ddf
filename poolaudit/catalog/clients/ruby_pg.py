"""pg for Ruby: libpq's connection, parameters in one trip; prepare names a statement."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Prepares, Reference

CLIENT = Client(
    name="ruby_pg",
    title="ruby-pg",
    language="ruby",
    engines=("postgresql",),
    packages=("gem:pg",),
    prepares=Prepares.UNNAMED,
    default_port=5432,
    libpq=True,
    triggers=("PG.connect", "PG::Connection"),
    constructors=(
        Constructor(
            callees=("PG.connect", "PG.Connection.new", "PG.Connection.open", "PG::Connection.new", "PG::Connection.open"),
            kind="connection",
            driver="ruby_pg",
            objects=True,
            overloads=(("conninfo",),),
            dsn_keywords=("conninfo",),
            parts=libpq.PARTS,
            parameters=libpq.PARAMETERS,
            options_argument="options",
            startup_keywords=("application_name",),
            fixed_pooling=False,
        ),
    ),
    url_parameters=libpq.PARAMETERS,
    sources=(Reference("https://deveiate.org/code/pg/PG/Connection.html", "1.6", "2026-11-21"), *libpq.SOURCES),
)
