"""Postgrex below Ecto: a pool of fixed size that names its statements; milliseconds."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

PARTS = (
    ("hostname", "host"),
    ("host", "host"),
    ("socket_dir", "host"),
    ("port", "port"),
    ("username", "user"),
    ("password", "password"),
    ("database", "dbname"),
)
_NAMES = (("unnamed", False), (":unnamed", False), ("named", True), (":named", True))


def parameters(pool_size: int) -> tuple[Parameter, ...]:
    """Options of a pool whose default size is `pool_size`."""
    return (
        Parameter("prepare", "named_statements", defaults=(Default("named"),), values=_NAMES),
        Parameter("pool_size", "max_size", defaults=(Default(pool_size),)),
        Parameter("pool_size", "min_size", defaults=(Default(pool_size),)),
        Parameter("timeout", "statement_timeout", Unit.MILLIS, (Default(15000),), disabled=("infinity", ":infinity")),
        Parameter("connect_timeout", "connect_timeout", Unit.MILLIS),
        Parameter("idle_interval", "health_check", defaults=(Default(1000),)),
        Parameter("pool_count", ""),
        Parameter("queue_target", ""),
        Parameter("queue_interval", ""),
        Parameter("handshake_timeout", ""),
        Parameter("migration_lock", ""),
        Parameter("after_connect", ""),
        Parameter("ssl", ""),
        Parameter("socket_options", ""),
        Parameter("pool", ""),
    )


CLIENT = Client(
    name="postgrex",
    title="Postgrex",
    language="elixir",
    engines=("postgresql",),
    packages=("hex:postgrex",),
    prepares=Prepares.NAMED,
    default_port=5432,
    triggers=("Postgrex.start_link",),
    constructors=(
        Constructor(
            callees=("Postgrex.start_link",),
            kind="pool",
            driver="postgrex",
            objects=True,
            dsn_keywords=("url",),
            parts=PARTS,
            parameters=parameters(1),
            startup_arguments=("parameters",),
            fixed_pooling=True,
        ),
    ),
    driver_parameters=parameters(10),
    prepares_off=(("", (Edit("prepare", ":unnamed"),)), ("ecto", (Edit("prepare", ":unnamed"),))),
    notes=(
        "prepare: :unnamed keeps to one synchronisation, which is safe behind a transaction pooler.",
        "queue_target and queue_interval are targets, not limits.",
        "Every entry of parameters is sent as a run-time parameter.",
    ),
    sources=(
        Reference("https://github.com/elixir-ecto/postgrex/blob/master/lib/postgrex.ex", "0.22.2", "2026-11-20"),
        Reference("https://github.com/elixir-ecto/db_connection/blob/master/lib/db_connection.ex", "2.10.2", "2026-11-20"),
    ),
)
