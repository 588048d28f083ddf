"""go-redis: a pool in every client, ten connections for each CPU."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_SIZE = (
    Parameter("MaxActiveConns", "max_size", values=((0, None),)),
    Parameter("PoolSize", "max_size", varies="ten times the number of CPUs"),
)
_NODE_SIZE = (_SIZE[0], Parameter("PoolSize", "max_size", varies="five times the number of CPUs for each node"))
_EITHER_SIZE = (
    _SIZE[0],
    Parameter("PoolSize", "max_size", varies="ten times the number of CPUs, or five for each node of a cluster"),
)
_OPTIONS = (
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


def _constructor(name: str, size: tuple[Parameter, ...]) -> Constructor:
    """A client under its own name; that of a cluster has its own default."""
    return Constructor(
        callees=tuple(f"{root}.{name}" for root in _ROOTS),
        kind="pool",
        driver="go_redis",
        objects=True,
        overloads=(("options",),),
        openers=tuple((f"{root}.{each}", ("url",)) for root in _ROOTS for each in ("ParseURL", "ParseClusterURL")),
        dsn_keywords=("url",),
        parts=(("Addr", "address"), ("Addrs.0", "address"), ("Username", "user"), ("Password", "password"), ("DB", "dbname")),
        parameters=(*size, *_OPTIONS),
        fixed_pooling=True,
    )


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
        _constructor("NewClient", _SIZE),
        _constructor("NewClusterClient", _NODE_SIZE),
        _constructor("NewUniversalClient", _EITHER_SIZE),
    ),
    url_parameters=_URL,
    notes=("PoolSize, ten for each CPU by default, may be exceeded unless MaxActiveConns is set.",),
    sources=(
        Reference("https://github.com/redis/go-redis/blob/master/options.go", "9.22", "2026-11-20"),
        Reference("https://github.com/redis/go-redis/blob/master/osscluster.go", "9.22", "2026-11-21"),
    ),
)
