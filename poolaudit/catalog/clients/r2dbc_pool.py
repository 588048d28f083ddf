"""r2dbc-pool: a pool above R2DBC's drivers; durations carry their unit."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

SPRING = (
    Parameter("max-size", "max_size", defaults=(Default(10),)),
    Parameter("min-idle", "min_size", defaults=(Default(0),)),
    Parameter("max-acquire-time", "acquire_timeout", Unit.MILLIS, disabled=(-1,), spelled=True),
    Parameter("max-create-connection-time", "connect_timeout", Unit.MILLIS, disabled=(-1,), spelled=True),
    Parameter("max-idle-time", "idle_timeout", Unit.MILLIS, (Default(1800000),), disabled=(-1,), spelled=True),
    Parameter("max-life-time", "max_lifetime", Unit.MILLIS, disabled=(-1,), spelled=True),
    Parameter("enabled", "pooling", defaults=(Default(value=True),)),
    Parameter("initial-size", ""),
    Parameter("max-validation-time", ""),
    Parameter("validation-query", ""),
    Parameter(
        "validation-depth", "health_check", values=(("LOCAL", False), ("REMOTE", True), ("local", False), ("remote", True))
    ),
    Parameter("acquire-retry", ""),
)
"""Keys below `spring.r2dbc.pool`; a bare number counts milliseconds."""
_BUILT = (
    Parameter("maxSize", "max_size", defaults=(Default(10),)),
    Parameter("minIdle", "min_size", defaults=(Default(0),)),
    Parameter("maxAcquireTime", "acquire_timeout", Unit.SPELLED, disabled=(-1,)),
    Parameter("maxCreateConnectionTime", "connect_timeout", Unit.SPELLED, disabled=(-1,)),
    Parameter("maxIdleTime", "idle_timeout", Unit.SPELLED, (Default("PT30M"),), disabled=(-1,)),
    Parameter("maxLifeTime", "max_lifetime", Unit.SPELLED, disabled=(-1,)),
    Parameter("initialSize", ""),
    Parameter("maxValidationTime", ""),
    Parameter("validationQuery", ""),
    Parameter("validationDepth", ""),
)

CLIENT = Client(
    name="r2dbc_pool",
    title="r2dbc-pool",
    language="java",
    engines=("postgresql", "mysql"),
    packages=("maven:io.r2dbc:r2dbc-pool",),
    prepares=Prepares.DRIVER,
    triggers=("ConnectionPoolConfiguration", "r2dbc:pool"),
    constructors=(
        Constructor(
            callees=("spring.r2dbc",),
            kind="pool",
            dsn_keywords=("url",),
            parts=(("username", "user"), ("password", "password")),
            parameters=SPRING,
            driver_arguments="properties",
        ),
        Constructor(
            callees=("io.r2dbc.pool.ConnectionPoolConfiguration.builder",),
            kind="engine",
            factories=("connectionFactory",),
            overloads=(("connectionFactory",),),
            parameters=_BUILT,
            setters=tuple((each.name, each.name) for each in _BUILT),
            fixed_pooling=True,
        ),
    ),
    dialects=(("r2dbc:postgresql", "r2dbc_postgresql"), ("r2dbc:pool:postgresql", "r2dbc_postgresql")),
    url_parameters=_BUILT,
    notes=(
        "Ten connections are opened at the start (initialSize).",
        "maxLifeTime is written with a capital T.",
        "Waits for a free connection without limit unless maxAcquireTime is given.",
    ),
    sources=(Reference("https://github.com/r2dbc/r2dbc-pool/blob/main/README.md", "1.0 (55f8f30)", "2026-11-20"),),
)
