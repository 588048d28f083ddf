"""deadpool-postgres: a pool of tokio-postgres connections, configured by the fields of its Config."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference

CLIENT = Client(
    name="deadpool_postgres",
    title="deadpool-postgres",
    language="rust",
    engines=("postgresql",),
    packages=("crates:deadpool-postgres",),
    prepares=Prepares.DRIVER,
    default_port=5432,
    triggers=("deadpool_postgres",),
    constructors=(
        Constructor(
            callees=("deadpool_postgres.Config.new", "deadpool_postgres::Config::new", "deadpool_postgres.config.Config.new"),
            kind="pool",
            driver="tokio_postgres",
            dsn_keywords=("url",),
            parts=(
                ("host", "host"),
                ("port", "port"),
                ("user", "user"),
                ("password", "password"),
                ("dbname", "dbname"),
            ),
            parameters=(
                Parameter("pool.max_size", "max_size", varies="four times the number of physical CPUs"),
                Parameter("statement names", "named_statements", defaults=(Default(value=True),)),
                Parameter("connect_timeout", ""),
                Parameter("manager", ""),
            ),
            fields=True,
            fixed_pooling=True,
        ),
    ),
    notes=(
        "Waits for a free connection without limit unless pool.timeouts.wait is set.",
        "The recycling method Fast does not test connections.",
    ),
    sources=(
        Reference(
            "https://github.com/deadpool-rs/deadpool/blob/master/crates/deadpool-postgres/src/config.rs", "375ffee", "2026-11-20"
        ),
    ),
)
