"""Diesel: names its statements; pools are r2d2's."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_NAMED = Parameter("statement names", "named_statements", defaults=(Default(value=True),))
_MANAGERS = (
    ("diesel::r2d2::ConnectionManager::new", ("url",)),
    ("diesel.r2d2.ConnectionManager.new", ("url",)),
    ("diesel::r2d2::ConnectionManager<PgConnection>::new", ("url",)),
)
_POOL = (
    Parameter("max_size", "max_size", defaults=(Default(10),)),
    Parameter("min_idle", "min_size", follows="max_size"),
    Parameter("connection_timeout", "acquire_timeout", Unit.SPELLED, (Default("30s"),)),
    Parameter("idle_timeout", "idle_timeout", Unit.SPELLED, (Default("10m"),)),
    Parameter("max_lifetime", "max_lifetime", Unit.SPELLED, (Default("30m"),)),
    Parameter("test_on_check_out", "health_check", defaults=(Default(value=True),)),
)

CLIENT = Client(
    name="diesel",
    title="Diesel",
    language="rust",
    engines=("postgresql", "mysql"),
    packages=("crates:diesel",),
    prepares=Prepares.NAMED,
    minimum_above="refused",
    triggers=("diesel",),
    constructors=(
        Constructor(
            callees=("diesel::r2d2::Pool::builder", "diesel.r2d2.Pool.builder"),
            kind="pool",
            driver="diesel",
            openers=_MANAGERS,
            dsn_keywords=("url",),
            parameters=(*_POOL, _NAMED),
            setters=(*((each.name, each.name) for each in _POOL), ("build", "manager"), ("build_unchecked", "manager")),
            fixed_pooling=True,
        ),
        Constructor(
            callees=(
                "diesel::PgConnection::establish",
                "diesel.PgConnection.establish",
                "diesel::pg::PgConnection::establish",
                "diesel.pg.PgConnection.establish",
                "diesel::prelude::PgConnection::establish",
                "diesel.prelude.PgConnection.establish",
            ),
            kind="connection",
            driver="diesel",
            overloads=(("url",),),
            dsn_keywords=("url",),
            parameters=(_NAMED,),
            fixed_pooling=False,
        ),
    ),
    notes=(
        "From 2.3 on statements that are not cached go in one trip; earlier ones are parsed in a trip of their own.",
        "Without min_idle r2d2 opens all connections at the start.",
    ),
    sources=(
        Reference("https://github.com/diesel-rs/diesel/blob/main/diesel/src/pg/connection/stmt/mod.rs", "2.3.12", "2026-11-20"),
        Reference("https://github.com/sfackler/r2d2/blob/master/src/config.rs", "0.8 (c1b0d9f)", "2026-11-20"),
    ),
)
