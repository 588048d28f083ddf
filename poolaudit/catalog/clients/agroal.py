"""Agroal, the pool of Quarkus: durations carry their unit, a bare number counts seconds."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

QUARKUS = (
    Parameter("max-size", "max_size", defaults=(Default(20),)),
    Parameter("min-size", "min_size", defaults=(Default(0),)),
    Parameter("acquisition-timeout", "acquire_timeout", Unit.SECONDS, (Default(5),), disabled=(0,), spelled=True),
    Parameter("idle-removal-interval", "idle_timeout", Unit.SECONDS, (Default(300),), disabled=(0,), spelled=True),
    Parameter("max-lifetime", "max_lifetime", Unit.SECONDS, disabled=(0,), spelled=True),
    Parameter("validate-on-borrow", "health_check"),
    Parameter("pooling-enabled", "pooling", defaults=(Default(value=True),)),
    Parameter("initial-size", ""),
    Parameter("leak-detection-interval", ""),
    Parameter("background-validation-interval", ""),
    Parameter("foreground-validation-interval", ""),
    Parameter("validation-query-sql", ""),
    Parameter("new-connection-sql", ""),
    Parameter("transactions", ""),
    Parameter("driver", ""),
    Parameter("telemetry", ""),
)
"""Keys below `quarkus.datasource.jdbc`, with Quarkus' own defaults."""
_SETTERS = tuple(
    (name, name)
    for name in (
        "maxSize",
        "minSize",
        "initialSize",
        "acquisitionTimeout",
        "reapTimeout",
        "maxLifetime",
        "validationTimeout",
        "leakTimeout",
        "jdbcUrl",
    )
)

CLIENT = Client(
    name="agroal",
    title="Agroal",
    language="java",
    engines=("postgresql", "mysql"),
    packages=("maven:io.quarkus:quarkus-agroal", "maven:io.agroal:agroal-pool"),
    prepares=Prepares.DRIVER,
    triggers=("AgroalDataSource",),
    constructors=(
        Constructor(
            callees=("quarkus.datasource.jdbc",),
            kind="pool",
            dsn_keywords=("url",),
            parts=(("username", "user"), ("password", "password")),
            parameters=QUARKUS,
            driver_arguments="additional-jdbc-properties",
        ),
        Constructor(
            callees=("io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier",),
            kind="engine",
            dsn_keywords=("jdbcUrl",),
            parameters=(
                Parameter("maxSize", "max_size"),
                Parameter("minSize", "min_size", defaults=(Default(0),)),
                Parameter("acquisitionTimeout", "acquire_timeout", Unit.SECONDS, (Default(0),), disabled=(0,)),
                Parameter("reapTimeout", "idle_timeout", Unit.SECONDS, disabled=(0,)),
                Parameter("maxLifetime", "max_lifetime", Unit.SECONDS, disabled=(0,)),
                Parameter("initialSize", ""),
                Parameter("validationTimeout", ""),
                Parameter("leakTimeout", ""),
            ),
            setters=_SETTERS,
            fixed_pooling=True,
        ),
    ),
    dialects=jdbc.DIALECTS,
    layer_url_parameters=jdbc.LAYER_URL_PARAMETERS,
    url_startup=jdbc.URL_STARTUP,
    notes=(
        "Agroal itself has no default size and waits for ever; the defaults of 20 connections and 5 s are Quarkus'.",
        "new-connection-sql is session state.",
    ),
    sources=(
        Reference(
            "https://github.com/quarkusio/quarkus/blob/main/extensions/agroal/runtime/src/main/java/io/quarkus/agroal/runtime/DataSourceJdbcRuntimeConfig.java",
            "1d7fc55f",
            "2026-11-20",
        ),
        Reference(
            "https://github.com/agroal/agroal/blob/master/agroal-api/src/main/java/io/agroal/api/configuration/supplier/AgroalConnectionPoolConfigurationSupplier.java",
            "b89d00f",
            "2026-11-20",
        ),
    ),
)
