"""deno-postgres: a pool whose size is an argument of its own."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Parameter, Prepares, Reference, Unit

_PARTS = (
    ("hostname", "host"),
    ("port", "port"),
    ("database", "dbname"),
    ("user", "user"),
    ("password", "password"),
)
_OPTIONS = (
    Parameter("connection.attempts", ""),
    Parameter("connection.interval", "", Unit.MILLIS),
    Parameter("applicationName", ""),
    Parameter("tls", ""),
    Parameter("lazy", ""),
)
_HOMES = ("deno.land/x/postgres", "@db/postgres", "@bartlomieju/postgres")

CLIENT = Client(
    name="deno_postgres",
    title="deno-postgres",
    language="javascript",
    engines=("postgresql",),
    packages=("jsr:@db/postgres",),
    prepares=Prepares.UNNAMED,
    default_port=5432,
    triggers=("deno.land/x/postgres", "@db/postgres", "@bartlomieju/postgres"),
    constructors=(
        Constructor(
            callees=tuple(f"{home}.Pool" for home in _HOMES),
            kind="pool",
            driver="deno_postgres",
            objects=True,
            overloads=(("url",), ("url", "size"), ("url", "size", "lazy"), ("size",), ("size", "lazy")),
            dsn_keywords=("url",),
            parts=_PARTS,
            parameters=(Parameter("size", "max_size"), *_OPTIONS),
            fixed_pooling=True,
        ),
        Constructor(
            callees=tuple(f"{home}.Client" for home in _HOMES),
            kind="connection",
            driver="deno_postgres",
            objects=True,
            overloads=(("url",),),
            dsn_keywords=("url",),
            parts=_PARTS,
            parameters=_OPTIONS,
            fixed_pooling=False,
        ),
    ),
    notes=("A pool that is not lazy opens all its connections at once, which a function has no use for.",),
    sources=(Reference("https://deno.land/x/postgres", "0.19.3", "2026-11-21", "memory"),),
)
