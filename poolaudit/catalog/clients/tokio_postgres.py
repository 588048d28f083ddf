"""tokio-postgres and postgres for Rust: every text that is queried is prepared under the names s0, s1 and so on."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference

_NAMED = Parameter("statement names", "named_statements", defaults=(Default(value=True),))

CLIENT = Client(
    name="tokio_postgres",
    title="tokio-postgres",
    language="rust",
    engines=("postgresql",),
    packages=("crates:tokio-postgres", "crates:postgres"),
    prepares=Prepares.NAMED,
    default_port=5432,
    triggers=("tokio_postgres", "postgres::"),
    constructors=(
        Constructor(
            callees=(
                "tokio_postgres::connect",
                "tokio_postgres.connect",
                "postgres::Client::connect",
                "postgres.Client.connect",
            ),
            kind="connection",
            driver="tokio_postgres",
            overloads=(("config", ""),),
            dsn_keywords=("config",),
            parameters=(_NAMED,),
            fixed_pooling=False,
        ),
    ),
    driver_parameters=(_NAMED, *libpq.PARAMETERS),
    url_parameters=libpq.PARAMETERS,
    notes=(
        "The counter of names is one for the process, so that two processes collide at once.",
        "query_typed and simple_query do not prepare.",
    ),
    sources=(
        Reference(
            "https://github.com/rust-postgres/rust-postgres/blob/master/tokio-postgres/src/prepare.rs",
            "0.7 (e1cd6bee)",
            "2026-11-20",
        ),
        Reference(
            "https://github.com/rust-postgres/rust-postgres/blob/master/tokio-postgres/src/config.rs",
            "0.7 (e1cd6bee)",
            "2026-11-20",
        ),
    ),
)
