"""Postgres.js: names every statement of a tagged query."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

_DRIZZLE = "drizzle-orm/postgres-js.drizzle"
_POOL = (
    Parameter("max", "max_size", defaults=(Default(10),)),
    Parameter("idle_timeout", "idle_timeout", Unit.SECONDS, disabled=(0,)),
    Parameter("max_lifetime", "max_lifetime", Unit.SECONDS, disabled=(0, None)),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, (Default(30),), disabled=(0,)),
    Parameter("keep_alive", "keepalive", defaults=(Default(60),), disabled=(0, None)),
    Parameter("fetch_types", ""),
    Parameter("backoff", ""),
    Parameter("max_pipeline", ""),
)

CLIENT = Client(
    name="postgres_js",
    title="Postgres.js",
    language="javascript",
    engines=("postgresql",),
    packages=("npm:postgres",),
    prepares=Prepares.NAMED,
    default_port=5432,
    triggers=("'postgres'", '"postgres"', "npm:postgres", "postgresjs"),
    constructors=(
        Constructor(
            callees=("postgres", "postgres.default", "postgres.postgres", "deno.land/x/postgresjs/mod.js"),
            kind="pool",
            driver="postgres_js",
            objects=True,
            overloads=(("url",),),
            dsn_keywords=("url",),
            parts=(
                ("host", "host"),
                ("hostname", "host"),
                ("port", "port"),
                ("database", "dbname"),
                ("db", "dbname"),
                ("username", "user"),
                ("user", "user"),
                ("password", "password"),
                ("pass", "password"),
            ),
            parameters=(
                Parameter(_DRIZZLE, "named_statements"),
                Parameter("no_prepare", "named_statements", values=((True, False), (False, True))),
                Parameter("prepare", "named_statements", defaults=(Default(value=True),)),
                *_POOL,
                Parameter("ssl", ""),
                Parameter("target_session_attrs", ""),
            ),
            startup_arguments=("connection",),
            unnamed_by=(_DRIZZLE,),
            fixed_pooling=True,
        ),
    ),
    url_parameters=(
        Parameter("prepare", "named_statements"),
        *_POOL,
        *(
            Parameter(name, "")
            for name in ("ssl", "sslmode", "sslrootcert", "target_session_attrs", "host", "port", "user", "password")
        ),
    ),
    unknown_url_startup=True,
    prepares_off=(("", (Edit("prepare", "false"),)),),
    notes=(
        "sql.unsafe() never prepares, so Drizzle on top of it sends unnamed statements.",
        "Outside transactions it repeats a statement that the server does not know; sql.begin() cannot.",
        "Every unknown key of the URL is sent as a run-time parameter: ?pgbouncer=true, ?schema=public and ?connection_limit=5 fail.",
        "max is 3 on Cloudflare Workers.",
        "max_lifetime is drawn between 30 and 60 minutes when it is not given.",
        "There is no limit for the wait for a free connection.",
    ),
    sources=(
        Reference("https://github.com/porsager/postgres/blob/master/src/index.js", "3.4.9", "2026-11-20"),
        Reference("https://github.com/porsager/postgres/blob/master/src/connection.js", "3.4.9", "2026-11-20"),
        Reference("run: Postgres.js behind PgBouncer 1.18.0 and 1.25.2 in transaction mode", "3.4.9", "2026-11-20", "run"),
    ),
)
