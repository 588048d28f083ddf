"""Apache Commons DBCP 2."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Default, Parameter, Prepares, Reference, Unit

PARAMETERS = (
    Parameter("maxTotal", "max_size", defaults=(Default(8),), unlimited=(-1,)),
    Parameter("minIdle", "min_size", defaults=(Default(0),)),
    Parameter("maxWaitMillis", "acquire_timeout", Unit.MILLIS, (Default(-1),), disabled=(-1,)),
    Parameter("maxWait", "acquire_timeout", Unit.MILLIS, disabled=(-1,)),
    Parameter("maxConnLifetimeMillis", "max_lifetime", Unit.MILLIS, (Default(-1),), disabled=(-1, 0)),
    Parameter("maxConn", "max_lifetime", Unit.MILLIS),
    Parameter("testOnBorrow", "health_check", defaults=(Default(value=True),)),
    Parameter("minEvictableIdleTimeMillis", ""),
    Parameter("minEvictableIdle", ""),
    Parameter("timeBetweenEvictionRunsMillis", ""),
    Parameter("maxIdle", ""),
    Parameter("initialSize", ""),
    Parameter("testWhileIdle", ""),
    Parameter("validationQuery", ""),
    Parameter("connectionInitSqls", ""),
    Parameter("poolPreparedStatements", ""),
    Parameter("maxOpenPreparedStatements", ""),
    Parameter("driverClassName", ""),
)

CLIENT = Client(
    name="dbcp2",
    title="Commons DBCP",
    language="java",
    engines=("postgresql", "mysql"),
    packages=("maven:org.apache.commons:commons-dbcp2",),
    prepares=Prepares.DRIVER,
    triggers=("dbcp2",),
    constructors=(
        jdbc.data_source(
            "org.apache.commons.dbcp2.BasicDataSource",
            parameters=PARAMETERS,
            blocks=("spring.datasource",),
            properties=(("addConnectionProperty", "connectionProperties"),),
        ),
    ),
    dialects=jdbc.DIALECTS,
    layer_url_parameters=jdbc.LAYER_URL_PARAMETERS,
    url_startup=jdbc.URL_STARTUP,
    notes=(
        "The evictor of idle connections does not run unless timeBetweenEvictionRunsMillis is set.",
        "connectionInitSqls is session state.",
    ),
    sources=(Reference("https://commons.apache.org/proper/commons-dbcp/configuration.html", "2.13", "2026-11-21"),),
)
