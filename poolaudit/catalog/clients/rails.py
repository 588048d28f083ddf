"""Active Record: a pool in each process, by the keys of config/database.yml."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

PARTS = (
    ("adapter", "engine"),
    ("host", "host"),
    ("port", "port"),
    ("socket", "host"),
    ("user", "user"),
    ("username", "user"),
    ("password", "password"),
    ("database", "dbname"),
)
PARAMETERS = (
    Parameter("max_connections", "max_size", unlimited=(-1,)),
    Parameter("pool", "max_size", defaults=(Default(5),), unlimited=(-1,)),
    Parameter("min_connections", "min_size", defaults=(Default(0),)),
    Parameter("checkout_timeout", "acquire_timeout", Unit.SECONDS, (Default(5),)),
    Parameter("idle_timeout", "idle_timeout", Unit.SECONDS, (Default(300),), disabled=(0,)),
    Parameter("max_age", "max_lifetime", Unit.SECONDS, disabled=(0,)),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS),
    Parameter("prepared_statements", "named_statements", defaults=(Default(value=True),), engines=("postgresql",)),
    Parameter("variables.statement_timeout", "statement_timeout", Unit.MILLIS, spelled=True),
    Parameter("keepalives", "keepalive"),
    Parameter("verify!", "health_check", defaults=(Default(value=True),)),
    Parameter("statement_limit", ""),
    Parameter("advisory_locks", ""),
    Parameter("variables", ""),
    Parameter("schema_search_path", ""),
    Parameter("reaping_frequency", ""),
    Parameter("keepalive", ""),
    Parameter("encoding", ""),
    Parameter("min_messages", ""),
    Parameter("sslmode", ""),
    Parameter("application_name", ""),
)

CLIENT = Client(
    name="rails",
    title="Active Record",
    language="ruby",
    engines=("postgresql", "mysql", "sqlite"),
    packages=("gem:activerecord", "gem:rails"),
    prepares=Prepares.NAMED,
    triggers=("establish_connection",),
    constructors=(
        Constructor(
            callees=("database.yml",),
            kind="pool",
            driver="rails",
            dsn_keywords=("url",),
            parts=PARTS,
            parameters=PARAMETERS,
            startup_keywords=("application_name",),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("ActiveRecord::Base.establish_connection", "ActiveRecord.Base.establish_connection"),
            kind="pool",
            driver="rails",
            objects=True,
            overloads=(("url",),),
            dsn_keywords=("url",),
            parts=PARTS,
            parameters=PARAMETERS,
            startup_keywords=("application_name",),
            needs=("url", "database", "host", "adapter"),
            fixed_pooling=True,
        ),
    ),
    url_parameters=PARAMETERS,
    prepares_off=(("", (Edit("prepared_statements", "false"),)),),
    notes=(
        "The pool is one for each process: Puma's workers multiply it, and its threads need to fit in.",
        "max_connections, min_connections, max_age and keepalive exist from 8.1 on; pool is still read.",
        "DATABASE_URL and its query win over database.yml.",
        "variables and schema_search_path are SET for the session; advisory_locks makes db:migrate take a session lock.",
        "MySQL's adapters do not prepare by default.",
        "A connection that was idle is verified when it is checked out.",
    ),
    sources=(
        Reference(
            "https://github.com/rails/rails/blob/main/activerecord/lib/active_record/database_configurations/hash_config.rb",
            "7.2.0, 8.0.0, 8.1.0.beta1",
            "2026-11-20",
        ),
        Reference(
            "https://github.com/rails/rails/blob/main/activerecord/lib/active_record/connection_adapters/postgresql_adapter.rb",
            "8.1.0.beta1",
            "2026-11-20",
        ),
    ),
)
