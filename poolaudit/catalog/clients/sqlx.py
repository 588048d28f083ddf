"""sqlx for Rust: names every statement it keeps, and parses the others in a trip of their own."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_POOL = (
    Parameter("max_connections", "max_size", defaults=(Default(10),)),
    Parameter("min_connections", "min_size", defaults=(Default(0),)),
    Parameter("acquire_timeout", "acquire_timeout", Unit.SPELLED, (Default("30s"),)),
    Parameter("idle_timeout", "idle_timeout", Unit.SPELLED, (Default("10m"),)),
    Parameter("max_lifetime", "max_lifetime", Unit.SPELLED, (Default("30m"),)),
    Parameter("test_before_acquire", "health_check", defaults=(Default(value=True),)),
    Parameter("after_connect", ""),
)
_NAMED = Parameter("statement names", "named_statements", defaults=(Default(value=True),))
_DSN = (("connect", "url"), ("connect_lazy", "url"))


def _names(*names: str) -> tuple[str, ...]:
    return tuple(f"{root}{mark}{name}" for root in ("sqlx",) for mark in ("::", ".") for name in names)


CLIENT = Client(
    name="sqlx",
    title="sqlx",
    language="rust",
    engines=("postgresql", "mysql", "sqlite"),
    packages=("crates:sqlx",),
    prepares=Prepares.NAMED,
    triggers=("sqlx",),
    constructors=(
        Constructor(
            callees=(
                *_names("postgres::PgPoolOptions::new", "mysql::MySqlPoolOptions::new", "pool::PoolOptions::new"),
                "sqlx.postgres.PgPoolOptions.new",
                "sqlx.mysql.MySqlPoolOptions.new",
                "sqlx.pool.PoolOptions.new",
            ),
            kind="pool",
            driver="sqlx",
            dsn_keywords=("url",),
            factories=("options",),
            parameters=(*_POOL, _NAMED),
            setters=(
                *((each.name, each.name) for each in _POOL),
                *_DSN,
                ("connect_with", "options"),
                ("connect_lazy_with", "options"),
            ),
            fixed_pooling=True,
        ),
        Constructor(
            callees=(
                *_names("PgPool::connect", "PgPool::connect_lazy", "postgres::PgPool::connect", "MySqlPool::connect"),
                "sqlx.PgPool.connect",
                "sqlx.PgPool.connect_lazy",
                "sqlx.postgres.PgPool.connect",
                "sqlx.postgres.PgPool.connect_lazy",
                "sqlx.MySqlPool.connect",
            ),
            kind="pool",
            driver="sqlx",
            overloads=(("url",),),
            dsn_keywords=("url",),
            parameters=(*_POOL, _NAMED),
            fixed_pooling=True,
        ),
    ),
    url_parameters=tuple(
        Parameter(name, "")
        for name in (
            "sslmode",
            "ssl-mode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "statement-cache-capacity",
            "application_name",
            "options",
            "host",
            "hostaddr",
            "port",
            "dbname",
            "user",
            "password",
        )
    ),
    notes=(
        "persistent(false) and a statement-cache-capacity of 0 only move it to two round trips, which no transaction pooler makes safe.",
        "extra_float_digits=2 is always sent when the connection opens, which PgBouncer refuses unless it is told to ignore it.",
        "The migrator holds a session-level advisory lock.",
    ),
    sources=(
        Reference("https://github.com/launchbadge/sqlx/blob/main/sqlx-core/src/pool/options.rs", "0.9 (9d6bf662)", "2026-11-20"),
        Reference(
            "https://github.com/launchbadge/sqlx/blob/main/sqlx-postgres/src/connection/executor.rs",
            "0.9 (9d6bf662)",
            "2026-11-20",
        ),
    ),
)
