"""Hasura's GraphQL engine: a pool for its metadata and one for each source, with settings of their own.

The variables set the metadata pool and the source that `HASURA_GRAPHQL_DATABASE_URL` makes; there, statements are prepared by
default. Sources of the metadata have `pool_settings`, and prepare nothing by default.
"""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_FLAGS = (
    Parameter("connections", "max_size", defaults=(Default(50),)),
    Parameter("pool-timeout", "acquire_timeout", Unit.SECONDS),
    Parameter("timeout", "idle_timeout", Unit.SECONDS, (Default(180),)),
    Parameter("conn-lifetime", "max_lifetime", Unit.SECONDS, (Default(600),), disabled=(0,)),
    Parameter("use-prepared-statements", "named_statements", defaults=(Default(True),)),
)
_VARIABLES = (
    ("HASURA_GRAPHQL_PG_CONNECTIONS", "connections"),
    ("HASURA_GRAPHQL_PG_POOL_TIMEOUT", "pool-timeout"),
    ("HASURA_GRAPHQL_PG_TIMEOUT", "timeout"),
    ("HASURA_GRAPHQL_PG_CONN_LIFETIME", "conn-lifetime"),
    ("HASURA_GRAPHQL_USE_PREPARED_STATEMENTS", "use-prepared-statements"),
)
_POOL = "pool_settings"
_SOURCE = (
    Parameter(f"{_POOL}.max_connections", "max_size", defaults=(Default(50),)),
    Parameter(f"{_POOL}.pool_timeout", "acquire_timeout", Unit.SECONDS),
    Parameter(f"{_POOL}.idle_timeout", "idle_timeout", Unit.SECONDS, (Default(180),)),
    Parameter(f"{_POOL}.connection_lifetime", "max_lifetime", Unit.SECONDS, (Default(600),), disabled=(0,)),
    Parameter(f"{_POOL}.retries", ""),
    Parameter(f"{_POOL}.total_max_connections", ""),
    Parameter("use_prepared_statements", "named_statements", defaults=(Default(False),)),
)

CLIENT = Client(
    name="hasura",
    title="Hasura",
    language="service",
    engines=("postgresql",),
    packages=(),
    prepares=Prepares.NAMED,
    default_port=5432,
    libpq=True,
    constructors=(
        Constructor(
            callees=("database-url",),
            kind="pool",
            driver="hasura",
            dsn_keywords=("database-url",),
            dsn_environment=("HASURA_GRAPHQL_DATABASE_URL",),
            environment=_VARIABLES,
            parameters=_FLAGS,
            fixed_pooling=True,
        ),
        Constructor(
            callees=("metadata-database-url",),
            kind="pool",
            driver="hasura",
            dsn_keywords=("metadata-database-url",),
            dsn_environment=("HASURA_GRAPHQL_METADATA_DATABASE_URL",),
            environment=_VARIABLES,
            parameters=_FLAGS,
            fixed_pooling=True,
        ),
        Constructor(
            callees=("sources",),
            kind="pool",
            driver="hasura",
            dsn_keywords=("database_url",),
            parts=(
                ("host", "host"),
                ("port", "port"),
                ("username", "user"),
                ("password", "password"),
                ("database", "dbname"),
            ),
            parameters=_SOURCE,
            fixed_pooling=True,
        ),
    ),
    notes=(
        "HASURA_GRAPHQL_PG_STRIPES multiplies the connections; 1 by default.",
        "total_max_connections divides between the instances of Hasura Cloud only.",
        "From 2.0 on the variables hold for a source only until the metadata has one of its own.",
    ),
    sources=(
        Reference("https://hasura.io/docs/2.0/deployment/graphql-engine-flags/reference/", "2.48", "2026-11-21"),
        Reference("https://hasura.io/docs/2.0/api-reference/syntax-defs/#pgpoolsettings", "2.48", "2026-11-21"),
        Reference(
            "https://github.com/hasura/graphql-engine/blob/master/server/src-lib/Hasura/Backends/Postgres/Connection/Settings.hs",
            "2.x",
            "2026-11-21",
        ),
    ),
)
