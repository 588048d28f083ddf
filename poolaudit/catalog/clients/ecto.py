"""Ecto: a repository configured by keywords, above Postgrex or MyXQL."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

PARTS = (
    ("hostname", "host"),
    ("socket_dir", "host"),
    ("port", "port"),
    ("username", "user"),
    ("password", "password"),
    ("database", "dbname"),
)

CLIENT = Client(
    name="ecto",
    title="Ecto",
    language="elixir",
    engines=("postgresql", "mysql"),
    packages=("hex:ecto_sql", "hex:ecto"),
    prepares=Prepares.DRIVER,
    triggers=("config :",),
    constructors=(
        Constructor(
            callees=("config", "Config.config", "Mix.Config.config"),
            kind="pool",
            driver="postgrex",
            objects=True,
            overloads=(("application", "repository"),),
            dsn_keywords=("url",),
            parts=PARTS,
            needs=("url", "hostname", "database", "pool_size", "socket_dir", "username"),
            parameters=(
                Parameter(
                    "prepare",
                    "named_statements",
                    defaults=(Default("named"),),
                    values=(("unnamed", False), (":unnamed", False), ("named", True), (":named", True)),
                ),
                Parameter("pool_size", "max_size", defaults=(Default(10),)),
                Parameter("pool_size", "min_size", defaults=(Default(10),)),
                Parameter("timeout", "statement_timeout", Unit.MILLIS, (Default(15000),), disabled=("infinity", ":infinity")),
                Parameter("connect_timeout", "connect_timeout", Unit.MILLIS),
                Parameter("idle_interval", "health_check", defaults=(Default(1000),)),
                Parameter("pool_count", ""),
                Parameter("queue_target", ""),
                Parameter("queue_interval", ""),
                Parameter("migration_lock", ""),
                Parameter("after_connect", ""),
                Parameter("ssl", ""),
                Parameter("socket_options", ""),
            ),
            startup_arguments=("parameters",),
            fixed_pooling=True,
        ),
    ),
    url_parameters=(
        Parameter("pool_size", "max_size"),
        Parameter("timeout", "statement_timeout", Unit.MILLIS),
        Parameter("ssl", ""),
    ),
    notes=(
        "Connections are pool_size times pool_count on every node.",
        "migration_lock: :pg_advisory_lock needs a session; the default locks a table.",
    ),
    sources=(
        Reference("https://github.com/elixir-ecto/ecto_sql/blob/master/lib/ecto/adapters/postgres.ex", "3.14", "2026-11-20"),
        Reference("https://hexdocs.pm/ecto/Ecto.Repo.html", "3.14", "2026-11-20"),
    ),
)
