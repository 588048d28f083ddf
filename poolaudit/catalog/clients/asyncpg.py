"""asyncpg: names every statement and keeps a cache of them."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

_PARTS = (
    ("host", "host"),
    ("port", "port"),
    ("user", "user"),
    ("password", "password"),
    ("database", "dbname"),
    ("ssl", "sslmode"),
)

_CONNECT = (
    Parameter("timeout", "connect_timeout", Unit.SECONDS, (Default(60),)),
    Parameter("command_timeout", "statement_timeout", Unit.SECONDS),
    Parameter("statement_cache_size", "statement_cache", defaults=(Default(100),)),
    Parameter("max_cached_statement_lifetime", ""),
    Parameter("max_cacheable_statement_size", "longest_named"),
    Parameter("server_settings", ""),
)

CLIENT = Client(
    name="asyncpg",
    title="asyncpg",
    language="python",
    engines=("postgresql",),
    packages=("pypi:asyncpg",),
    prepares=Prepares.NAMED,
    minimum_above="refused",
    default_port=5432,
    constructors=(
        Constructor(
            callees=("asyncpg.create_pool", "asyncpg.pool.create_pool", "asyncpg.Pool", "asyncpg.pool.Pool"),
            kind="pool",
            driver="asyncpg",
            dsn_position=0,
            dsn_keywords=("dsn",),
            parts=_PARTS,
            parameters=(
                Parameter("min_size", "min_size", defaults=(Default(10),)),
                Parameter("max_size", "max_size", defaults=(Default(10),)),
                Parameter("max_queries", ""),
                Parameter("max_inactive_connection_lifetime", "idle_timeout", Unit.SECONDS, (Default(300),), disabled=(0,)),
                *_CONNECT,
            ),
            startup_arguments=("server_settings",),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("asyncpg.connect", "asyncpg.connection.connect"),
            kind="connection",
            driver="asyncpg",
            dsn_position=0,
            dsn_keywords=("dsn",),
            parts=_PARTS,
            parameters=_CONNECT,
            startup_arguments=("server_settings",),
            fixed_pooling=False,
        ),
    ),
    driver_parameters=_CONNECT,
    url_parameters=tuple(
        Parameter(name, "")
        for name in (
            "host",
            "port",
            "dbname",
            "database",
            "user",
            "password",
            "passfile",
            "service",
            "servicefile",
            "sslmode",
            "sslcert",
            "sslkey",
            "sslrootcert",
            "sslnegotiation",
            "sslcrl",
            "sslpassword",
            "ssl_min_protocol_version",
            "ssl_max_protocol_version",
            "target_session_attrs",
            "krbsrvname",
            "gsslib",
        )
    ),
    unknown_url_startup=True,
    prepares_off=(
        ("", (Edit("statement_cache_size", "0"),)),
        ("sqlalchemy", (Edit("connect_args.statement_cache_size", "0"), Edit("connect_args.prepared_statement_cache_size", "0"))),
        ("databases", (Edit("statement_cache_size", "0"),)),
    ),
    notes=(
        "conn.prepare() still names its statements with statement_cache_size=0 up to 0.30; unnamed from 0.31 on.",
        "Below SQLAlchemy, asyncpg up to 0.30 needs prepared_statement_name_func with unique names as well.",
        "pool.acquire() waits without limit: no argument of the constructor bounds it.",
        "min_size above max_size is refused, so max_size below 10 needs min_size.",
    ),
    sources=(
        Reference("https://magicstack.github.io/asyncpg/current/api/index.html", "0.32.0", "2026-11-20"),
        Reference("https://github.com/MagicStack/asyncpg/blob/master/asyncpg/connection.py", "0.32.0", "2026-11-20"),
        Reference("run: asyncpg behind PgBouncer 1.18.0 and 1.25.2 in transaction mode", "0.30.0, 0.32.0", "2026-11-20", "run"),
    ),
)
