"""PostgREST: one pool per process over libpq; named statements unless `db-prepared-statements` is off."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARAMETERS = (
    Parameter("db-pool", "max_size", defaults=(Default(10),)),
    Parameter("db-pool-acquisition-timeout", "acquire_timeout", Unit.SECONDS, (Default(None), Default(10, "10.2.0"))),
    Parameter("db-pool-max-lifetime", "max_lifetime", Unit.SECONDS, (Default(None), Default(1800, "10.2.0"))),
    Parameter("db-pool-max-idletime", "idle_timeout", Unit.SECONDS, (Default(None), Default(30, "11.1.0"))),
    Parameter("db-pool-timeout", "idle_timeout", Unit.SECONDS),
    Parameter("db-prepared-statements", "named_statements", defaults=(Default(True),)),
)

CLIENT = Client(
    name="postgrest",
    title="PostgREST",
    language="service",
    engines=("postgresql",),
    packages=(),
    prepares=Prepares.NAMED,
    default_port=5432,
    libpq=True,
    constructors=(
        Constructor(
            callees=("db-uri",),
            kind="pool",
            driver="postgrest",
            dsn_keywords=("db-uri",),
            dsn_environment=("PGRST_DB_URI",),
            environment=tuple((f"PGRST_{each.name.upper().replace('-', '_')}", each.name) for each in _PARAMETERS),
            parameters=_PARAMETERS,
            fixed_pooling=True,
        ),
    ),
    notes=(
        "Environment variables beat the configuration file; what the database itself configures beats both.",
        "db-pool-timeout was the idle time to 10.0 and is another name of db-pool-max-idletime from 11.1 on.",
        "Its own manual: transaction pooling requires db-prepared-statements = false; statement pooling does not work.",
    ),
    sources=(
        Reference("https://docs.postgrest.org/en/stable/references/configuration.html", "14 (48346789)", "2026-11-21"),
        Reference("https://docs.postgrest.org/en/stable/references/connection_pool.html", "14 (48346789)", "2026-11-21"),
        Reference("https://github.com/PostgREST/postgrest/blob/main/CHANGELOG.md", "48346789", "2026-11-21"),
    ),
)
