"""HikariCP: a pool above any JDBC driver; durations are milliseconds."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

PARAMETERS = (
    Parameter("maximumPoolSize", "max_size", defaults=(Default(10),)),
    Parameter("minimumIdle", "min_size", follows="max_size"),
    Parameter("connectionTimeout", "acquire_timeout", Unit.MILLIS, (Default(30000),), disabled=(0,)),
    Parameter("idleTimeout", "idle_timeout", Unit.MILLIS, (Default(600000),), disabled=(0,)),
    Parameter("maxLifetime", "max_lifetime", Unit.MILLIS, (Default(1800000),), disabled=(0,)),
    Parameter("keepaliveTime", ""),
    Parameter("validationTimeout", ""),
    Parameter("connectionTestQuery", ""),
    Parameter("connectionInitSql", ""),
    Parameter("leakDetectionThreshold", ""),
    Parameter("initializationFailTimeout", ""),
    Parameter("autoCommit", ""),
    Parameter("readOnly", ""),
    Parameter("transactionIsolation", ""),
    Parameter("schema", ""),
    Parameter("poolName", ""),
    Parameter("driverClassName", ""),
    Parameter("dataSourceClassName", ""),
    Parameter("isValid()", "health_check", defaults=(Default(value=True),)),
)
_DSN = ("jdbcUrl", "username", "password")
_SETTERS = jdbc.bean_setters((*_DSN, *(each.name for each in PARAMETERS if each.name.isalnum())))
_PROPERTIES = (("addDataSourceProperty", "dataSourceProperties"),)

CLIENT = Client(
    name="hikaricp",
    title="HikariCP",
    language="java",
    engines=("postgresql", "mysql"),
    packages=("maven:com.zaxxer:HikariCP",),
    prepares=Prepares.DRIVER,
    minimum_above="lowered",
    triggers=("HikariConfig", "HikariDataSource"),
    constructors=(
        Constructor(
            callees=("com.zaxxer.hikari.HikariConfig",),
            blocks=("spring.datasource", "datasources", "hibernate.hikari"),
            kind="pool",
            overloads=(("propertyFile",),),
            factories=("propertyFile", "dataSourceClassName", "dataSource"),
            dsn_keywords=("jdbcUrl",),
            parts=(("username", "user"), ("password", "password")),
            parameters=PARAMETERS,
            driver_arguments="dataSourceProperties",
            setters=_SETTERS,
            property_setters=_PROPERTIES,
            fields=True,
            filled_by=("ConfigurationProperties",),
            fixed_pooling=True,
        ),
        Constructor(
            callees=("com.zaxxer.hikari.HikariDataSource",),
            kind="pool",
            overloads=(("configuration",),),
            ready_pool=("configuration",),
            factories=("dataSourceClassName", "dataSource"),
            dsn_keywords=("jdbcUrl",),
            parts=(("username", "user"), ("password", "password")),
            parameters=PARAMETERS,
            driver_arguments="dataSourceProperties",
            setters=_SETTERS,
            property_setters=_PROPERTIES,
            fields=True,
            filled_by=("ConfigurationProperties",),
            fixed_pooling=True,
        ),
    ),
    dialects=jdbc.DIALECTS,
    layer_url_parameters=jdbc.LAYER_URL_PARAMETERS,
    url_startup=jdbc.URL_STARTUP,
    notes=(
        "A connection is tested with isValid() when it has been idle for more than half a second.",
        "Without minimumIdle the pool has a fixed size, and idleTimeout does nothing.",
        "maxLifetime below 30000 is ignored: 1800 meant as seconds becomes half an hour by accident.",
        "connectionTimeout below 250 is refused; 0 waits for ever.",
        "keepaliveTime is off by default up to 6.0 and 2 minutes later.",
        "connectionInitSql, schema, transactionIsolation and readOnly are session state.",
    ),
    sources=(
        Reference(
            "https://github.com/brettwooldridge/HikariCP/blob/dev/src/main/java/com/zaxxer/hikari/HikariConfig.java",
            "6.0.0",
            "2026-11-20",
        ),
        Reference("https://github.com/brettwooldridge/HikariCP/blob/dev/README.md", "6.0.0", "2026-11-20"),
    ),
)
