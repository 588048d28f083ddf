"""go-redis: a pool in every client, ten connections for each CPU."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_OPTIONS = (
    Parameter("MaxActiveConns", "max_size", values=((0, None),)),
    Parameter("PoolSize", "max_size", varies="ten times the number of CPUs"),
    Parameter("MinIdleConns", "min_size", defaults=(Default(0),)),
    Parameter("PoolTimeout", "acquire_timeout", Unit.NANOS),
    Parameter("DialTimeout", "connect_timeout", Unit.NANOS, (Default("5s"),), spelled=True),
    Parameter("ReadTimeout", "statement_timeout", Unit.NANOS, disabled=(-1, -2)),
    Parameter("ConnMaxIdleTime", "idle_timeout", Unit.NANOS, (Default("30m"),), disabled=(-1,), spelled=True),
    Parameter("ConnMaxLifetime", "max_lifetime", Unit.NANOS, (Default(0),), disabled=(0,)),
    Parameter("MaxIdleConns", ""),
)
_URL = (
    Parameter("pool_size", "max_size"),
    Parameter("min_idle_conns", "min_size"),
    Parameter("pool_timeout", "acquire_timeout", Unit.SECONDS, spelled=True),
    Parameter("dial_timeout", "connect_timeout", Unit.SECONDS, spelled=True),
    Parameter("read_timeout", "statement_timeout", Unit.SECONDS, spelled=True),
    Parameter("conn_max_idle_time", "idle_timeout", Unit.SECONDS, spelled=True),
    Parameter("conn_max_lifetime", "max_lifetime", Unit.SECONDS, spelled=True),
    Parameter("max_idle_conns", ""),
    Parameter("write_timeout", ""),
)
_ROOTS = ("github.com/redis/go-redis/v9", "github.com/go-redis/redis/v8", "github.com/go-redis/redis/v9")

CLIENT = Client(
    name="go_redis",
    title="go-redis",
    language="go",
    engines=("redis",),
    packages=("go:github.com/redis/go-redis/v9", "go:github.com/go-redis/redis/v8"),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=("go-redis",),
    constructors=(
        Constructor(
            callees=tuple(
                f"{root}.{name}" for root in _ROOTS for name in ("NewClient", "NewUniversalClient", "NewClusterClient")
            ),
            kind="pool",
            driver="go_redis",
            objects=True,
            overloads=(("options",),),
            openers=tuple((f"{root}.ParseURL", ("url",)) for root in _ROOTS),
            dsn_keywords=("url",),
            parts=(("Addr", "address"), ("Username", "user"), ("Password", "password"), ("DB", "dbname")),
            parameters=_OPTIONS,
            fixed_pooling=True,
        ),
    ),
    url_parameters=_URL,
    notes=("PoolSize, ten for each CPU by default, may be exceeded unless MaxActiveConns is set.",),
    sources=(Reference("https://github.com/redis/go-redis/blob/master/options.go", "9.22", "2026-11-20"),),
)
